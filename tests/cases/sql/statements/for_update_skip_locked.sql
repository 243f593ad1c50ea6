-- reads: jobs
SELECT * FROM jobs WHERE id IN (1, 2, 3) FOR UPDATE OF jobs SKIP LOCKED
