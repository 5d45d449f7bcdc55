-- What is not delivered. PostgreSQL has a table of it (decision 0024); here a change of a row costs only the indexes that name what changed, so that
-- a second row would cost more than it saves.
CREATE VIEW open_deliveries AS
SELECT id, host, state, next_attempt_at, attempts, claimed_by, claimed_until FROM deliveries WHERE state IN ('pending', 'rejected', 'failed');
