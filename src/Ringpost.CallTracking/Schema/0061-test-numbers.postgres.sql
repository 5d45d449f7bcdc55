-- Callers whose calls are tests.
CREATE TABLE test_numbers (
    id text PRIMARY KEY,
    number text NOT NULL, -- E.164
    note text NOT NULL,
    added_by text NOT NULL, -- the name of the actor
    created_at bigint NOT NULL
);
CREATE UNIQUE INDEX test_numbers_number ON test_numbers (number);

-- 1: a test call that counts nowhere: no money, caps, duplicates, reports. Such a call is a test (calls.test) as well.
ALTER TABLE calls ADD COLUMN uncounted bigint NOT NULL DEFAULT 0;
