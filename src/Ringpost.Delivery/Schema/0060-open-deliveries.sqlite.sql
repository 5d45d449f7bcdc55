-- What is not delivered, narrow and apart (decision 0024): while a delivery waits, is claimed and is done with, only this row changes places in indexes,
-- and the request itself is written once and given its result in its place.
CREATE TABLE open_deliveries (
    id text PRIMARY KEY,
    host text NOT NULL,
    state text NOT NULL,
    next_attempt_at integer NULL, -- null: no more attempts, it failed or was rejected
    attempts integer NOT NULL,
    claimed_by text NULL,
    claimed_until integer NULL
) WITHOUT ROWID;
CREATE INDEX open_deliveries_due ON open_deliveries (host, next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX open_deliveries_failed ON open_deliveries (state, id) WHERE next_attempt_at IS NULL;

-- The database itself sees to it, so that no writer can forget.
CREATE TRIGGER deliveries_open AFTER INSERT ON deliveries WHEN NEW.state NOT IN ('delivered', 'skipped') BEGIN
    INSERT INTO open_deliveries (id, host, state, next_attempt_at, attempts) VALUES (NEW.id, NEW.host, NEW.state, NEW.next_attempt_at, NEW.attempts);
END;

INSERT INTO open_deliveries (id, host, state, next_attempt_at, attempts, claimed_by, claimed_until)
SELECT id, host, state, next_attempt_at, attempts, claimed_by, claimed_until FROM deliveries WHERE state = 'pending' OR state IN ('rejected', 'failed');
DROP INDEX deliveries_due;
DROP INDEX deliveries_failed;
