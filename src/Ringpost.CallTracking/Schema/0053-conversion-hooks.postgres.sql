-- A conversion webhook. id: 128 random bits, in an open path. secret: a keyed fingerprint. senders: JSON list of addresses and ranges.
CREATE TABLE conversion_hooks (
    id text PRIMARY KEY,
    name text NOT NULL,
    call_token text NOT NULL,
    revenue_token text NOT NULL,
    flag text NULL, -- name=value; null: each hit converts
    keep_tags bigint NOT NULL,
    secret text NULL,
    senders text NOT NULL,
    maximum bigint NULL, -- millionths of the call's currency
    enabled bigint NOT NULL,
    created_at bigint NOT NULL,
    archived_at bigint NULL
);

-- Each request to a known webhook and what became of it; 90 days. parameters: JSON object, without the secret.
CREATE TABLE conversion_hook_hits (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    hook_id text NOT NULL REFERENCES conversion_hooks (id),
    at bigint NOT NULL,
    address text NOT NULL,
    call_id text NULL,
    outcome text NOT NULL, -- HookOutcome
    amount bigint NULL,
    parameters text NOT NULL,
    request_key text NULL -- the Idempotency-Key that the sender gave
);
CREATE INDEX conversion_hook_hits_hook ON conversion_hook_hits (hook_id, id);

-- What a buyer's webhook said of a leg: the evidence by which a route on Postback converts.
ALTER TABLE call_legs ADD COLUMN posted_revenue bigint NULL;
ALTER TABLE call_legs ADD COLUMN posted_at bigint NULL;
