-- writes: people
-- reads: cats
COPY people (id, name) FROM stdin;
1	O'Brien
2	select * from nothing
\.
SELECT * FROM cats;
