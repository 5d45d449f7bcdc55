-- What is not delivered, narrow and apart (decision 0024): while a delivery waits, is claimed and is done with, only this row changes places in indexes,
-- and the request itself is written once and given its result beside the old row.
-- At once what is asked for below: a writer that waits for less while it holds some would wait for ever.
LOCK TABLE deliveries IN ACCESS EXCLUSIVE MODE;

CREATE TABLE open_deliveries (
    id text PRIMARY KEY,
    host text NOT NULL,
    state text NOT NULL,
    next_attempt_at bigint NULL, -- null: no more attempts, it failed or was rejected
    attempts bigint NOT NULL,
    claimed_by text NULL,
    claimed_until bigint NULL
) WITH (fillfactor = 50);
CREATE INDEX open_deliveries_due ON open_deliveries (host, next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX open_deliveries_failed ON open_deliveries (state, id) WHERE next_attempt_at IS NULL;

-- The database itself sees to it, so that no writer can forget.
CREATE FUNCTION delivery_is_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO open_deliveries (id, host, state, next_attempt_at, attempts) VALUES (NEW.id, NEW.host, NEW.state, NEW.next_attempt_at, NEW.attempts);
    RETURN NULL;
END $$;
CREATE TRIGGER deliveries_open AFTER INSERT ON deliveries
    FOR EACH ROW WHEN (NEW.state NOT IN ('delivered', 'skipped')) EXECUTE FUNCTION delivery_is_open();

CREATE FUNCTION delivery_is_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM open_deliveries WHERE id = OLD.id;
    RETURN NULL;
END $$;
CREATE TRIGGER deliveries_gone AFTER DELETE ON deliveries FOR EACH ROW EXECUTE FUNCTION delivery_is_gone();

INSERT INTO open_deliveries (id, host, state, next_attempt_at, attempts, claimed_by, claimed_until)
SELECT id, host, state, next_attempt_at, attempts, claimed_by, claimed_until FROM deliveries WHERE state = 'pending' OR state IN ('rejected', 'failed');

-- Nodes of an older version go on storing deliveries and the results of what they had claimed; to them everything is claimed for ever.
ALTER TABLE deliveries ALTER claimed_until SET DEFAULT 9223372036854775807;
UPDATE deliveries SET claimed_until = 9223372036854775807 WHERE state = 'pending';
CREATE FUNCTION delivery_result_of_older_node() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state IN ('delivered', 'skipped') THEN
        DELETE FROM open_deliveries WHERE id = NEW.id;
    ELSE
        -- Not where a newer node has claimed it since.
        UPDATE open_deliveries SET state = NEW.state, next_attempt_at = NEW.next_attempt_at, attempts = NEW.attempts, claimed_by = NULL, claimed_until = NULL
        WHERE id = NEW.id AND state = 'pending' AND attempts = OLD.attempts;
        UPDATE deliveries SET claimed_until = 9223372036854775807 WHERE id = NEW.id AND NEW.state = 'pending';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER deliveries_older_node AFTER UPDATE ON deliveries
    FOR EACH ROW WHEN (OLD.claimed_until IS NOT NULL AND NEW.claimed_until IS NULL) EXECUTE FUNCTION delivery_result_of_older_node();

DROP INDEX deliveries_due;
DROP INDEX deliveries_failed;
