-- A caller whose number was erased: never which number. number: sealed, only while something of it may still be on its way; null afterwards.
-- word: what stands in its place, also as the caller of its calls. rows_cleaned: texts beside calls that named it.
CREATE TABLE caller_erasures (
    id text PRIMARY KEY,
    word text NOT NULL,
    number text NULL,
    asked_at bigint NOT NULL,
    asked_by text NOT NULL, -- the name of the actor
    keep_blocks bigint NOT NULL,
    calls bigint NOT NULL,
    recordings bigint NOT NULL,
    deliveries bigint NOT NULL,
    rows_cleaned bigint NOT NULL,
    walks bigint NOT NULL, -- how many times everything was walked through
    next_walk_at bigint NULL,
    finished_at bigint NULL
);
CREATE INDEX caller_erasures_due ON caller_erasures (next_walk_at) WHERE next_walk_at IS NOT NULL;
