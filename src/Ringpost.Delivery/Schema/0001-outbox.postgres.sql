-- Ids are ordered by time, so every index but that of due deliveries grows at its end.
CREATE TABLE deliveries (
    id text PRIMARY KEY,
    source text NOT NULL,
    source_id text NOT NULL,
    rule_id text NOT NULL,
    event text NOT NULL,
    transaction_id text NOT NULL,
    idempotency_key text NOT NULL,
    replay bigint NOT NULL,
    replay_of text NULL,
    method text NOT NULL,
    url text NOT NULL,
    host text NOT NULL,
    headers text NOT NULL,
    body text NULL,
    content_type text NULL,
    success_rule text NOT NULL,
    state text NOT NULL,
    note text NOT NULL,
    attempts bigint NOT NULL,
    next_attempt_at bigint NULL,
    claimed_by text NULL,
    claimed_until bigint NULL,
    created_at bigint NOT NULL,
    finished_at bigint NULL,
    UNIQUE (idempotency_key, replay)
);
CREATE INDEX deliveries_due ON deliveries (next_attempt_at, host) WHERE state = 'pending';
CREATE INDEX deliveries_source ON deliveries (source_id, source);
CREATE INDEX deliveries_failed ON deliveries (state, id) WHERE state IN ('rejected', 'failed');

CREATE TABLE delivery_attempts (
    delivery_id text NOT NULL,
    number bigint NOT NULL,
    at bigint NOT NULL,
    status bigint NULL,
    error text NULL,
    duration_ms bigint NOT NULL,
    answer text NOT NULL,
    PRIMARY KEY (delivery_id, number)
);
