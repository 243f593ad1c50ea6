-- reads: real
-- SELECT * FROM commented
SELECT 'FROM quoted', "a b" /* JOIN hidden */ FROM real WHERE x = 'it''s; DELETE FROM y'
