-- reads: person
SELECT * FROM person p JOIN person q ON p.boss = q.id
