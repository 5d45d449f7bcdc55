-- A conversion webhook. id: 128 random bits, in an open path. secret: a keyed fingerprint. senders: JSON list of addresses and ranges.
CREATE TABLE conversion_hooks (
    id text PRIMARY KEY,
    name text NOT NULL,
    call_token text NOT NULL,
    revenue_token text NOT NULL,
    flag text NULL, -- name=value; null: each hit converts
    keep_tags integer NOT NULL,
    secret text NULL,
    senders text NOT NULL,
    maximum integer NULL, -- millionths of the call's currency
    enabled integer NOT NULL,
    created_at integer NOT NULL,
    archived_at integer NULL
);

-- Each request to a known webhook and what became of it; 90 days. parameters: JSON object, without the secret.
CREATE TABLE conversion_hook_hits (
    id integer PRIMARY KEY AUTOINCREMENT,
    hook_id text NOT NULL REFERENCES conversion_hooks (id),
    at integer NOT NULL,
    address text NOT NULL,
    call_id text NULL,
    outcome text NOT NULL, -- HookOutcome
    amount integer NULL,
    parameters text NOT NULL,
    request_key text NULL -- the Idempotency-Key that the sender gave
);
CREATE INDEX conversion_hook_hits_hook ON conversion_hook_hits (hook_id, id);

-- What a buyer's webhook said of a leg: the evidence by which a route on Postback converts.
ALTER TABLE call_legs ADD COLUMN posted_revenue integer NULL;
ALTER TABLE call_legs ADD COLUMN posted_at integer NULL;
