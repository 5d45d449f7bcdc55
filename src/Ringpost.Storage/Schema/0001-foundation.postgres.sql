CREATE TABLE settings (
    name text PRIMARY KEY,
    value text NOT NULL
);
INSERT INTO settings (name, value) VALUES ('configuration_version', '1');

CREATE TABLE change_log (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at bigint NOT NULL,
    actor_id text NOT NULL,
    actor_name text NOT NULL,
    entity text NOT NULL,
    entity_id text NOT NULL,
    action text NOT NULL,
    before text NULL,
    after text NULL
);
CREATE INDEX change_log_entity ON change_log (entity, entity_id, id);

-- Answers of requests that are done once: kept 48 hours (api-v1.md).
CREATE TABLE once (
    scope text NOT NULL,
    key text NOT NULL,
    body_hash text NOT NULL,
    answer text NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (scope, key)
);
CREATE INDEX once_at ON once (at);

CREATE TABLE leases (
    name text PRIMARY KEY,
    holder text NOT NULL,
    until bigint NOT NULL
);

-- One timer per kind and key; setting it again moves it.
CREATE TABLE timers (
    kind text NOT NULL,
    key text NOT NULL,
    due_at bigint NOT NULL,
    payload text NOT NULL,
    attempts bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (kind, key)
);
CREATE INDEX timers_due ON timers (due_at);
