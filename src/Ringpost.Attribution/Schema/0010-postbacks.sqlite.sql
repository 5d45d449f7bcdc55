-- A conversion or event record (cake.md 2). Amounts are the first ones, written once; later changes are ledger entries.
-- Ids are given by the writer from sqlite_sequence. transaction_hash: first 8 bytes of SHA-256 of transaction_id; it leads the unique index,
-- so that the same index finds a transaction id without offer and event. dedup_no: 0 where a repeat is a duplicate, the row's own id where
-- repeats are stored, negative where two different texts share a hash. key_hash and key_check: SHA-256 of offer and Idempotency-Key.
CREATE TABLE conversions (
    id integer PRIMARY KEY AUTOINCREMENT,
    pixel_log_id integer NOT NULL,
    at integer NOT NULL,
    arrived_at integer NOT NULL,
    advertiser_id integer NOT NULL,
    offer_id integer NOT NULL,
    affiliate_id integer NOT NULL,
    campaign_id integer NOT NULL,
    creative_id integer NOT NULL,
    event_id integer NOT NULL,
    transaction_id text NULL,
    transaction_hash integer NULL,
    dedup_no integer NOT NULL,
    key_hash integer NULL,
    key_check integer NULL,
    url_hash integer NOT NULL,
    received integer NOT NULL,
    paid integer NOT NULL,
    currency text NOT NULL,
    sent_currency text NULL,
    sent_received integer NULL,
    sent_paid integer NULL,
    awaits_received integer NOT NULL,
    awaits_paid integer NOT NULL,
    disposition text NOT NULL,
    reason text NULL,
    source text NOT NULL,
    sender text NOT NULL,
    test integer NOT NULL,
    fired integer NOT NULL,
    ip text NOT NULL,
    s1 text NULL,
    s2 text NULL,
    s3 text NULL,
    s4 text NULL,
    s5 text NULL
);
CREATE UNIQUE INDEX conversions_transaction ON conversions (transaction_hash, offer_id, event_id, dedup_no) WHERE transaction_hash IS NOT NULL;
CREATE UNIQUE INDEX conversions_key ON conversions (key_hash) WHERE key_hash IS NOT NULL;
CREATE INDEX conversions_at ON conversions (at, id);

-- Append-only. Current amount = first amount + the sum of its side's entries. effective_day is yyyy-mm-dd in the instance's zone.
-- request_hash names the postback that completed an amount, so that its repeat is known.
CREATE TABLE conversion_ledger (
    id integer PRIMARY KEY AUTOINCREMENT,
    conversion_id integer NOT NULL REFERENCES conversions (id),
    side text NOT NULL,
    amount integer NOT NULL,
    recorded_at integer NOT NULL,
    effective_day text NOT NULL,
    actor_id text NOT NULL,
    reason text NOT NULL,
    request_hash integer NULL
);
CREATE INDEX conversion_ledger_conversion ON conversion_ledger (conversion_id);

-- Every postback and what became of it (cake.md 8). url holds the first 8 KB, url_length the whole length. explanation is a JSON array of
-- [step, verdict, detail]; the last step, the write, follows from outcome and conversion_id.
CREATE TABLE pixel_log (
    id integer PRIMARY KEY AUTOINCREMENT,
    at integer NOT NULL,
    method text NOT NULL,
    ip text NOT NULL,
    url text NOT NULL,
    url_length integer NOT NULL,
    form text NULL,
    referrer text NULL,
    user_agent text NULL,
    idempotency_key text NULL,
    own_worker integer NOT NULL,
    offer_id integer NULL,
    outcome text NOT NULL,
    conversion_id integer NULL,
    explanation text NOT NULL,
    run_again_at integer NULL,
    run_again_by text NULL
);
CREATE INDEX pixel_log_at ON pixel_log (at, id);
CREATE INDEX pixel_log_not_stored ON pixel_log (outcome, at, id) WHERE outcome <> 'stored';

-- Refusals by the rate limit are counted, not stored one by one (cake.md 2.3a). minute is unix time in minutes.
CREATE TABLE rate_limit_refusals (
    ip text NOT NULL,
    minute integer NOT NULL,
    refused integer NOT NULL,
    PRIMARY KEY (ip, minute)
);

INSERT INTO settings (name, value) VALUES ('attribution.public_id_key', lower(hex(randomblob(16))));
