-- An adjustment of a settled call: what it changed, and what the call came to by it. Its entries in call_ledger name it. The same key for the
-- same call is the same adjustment.
CREATE TABLE call_adjustments (
    id text PRIMARY KEY,
    call_id text NOT NULL REFERENCES calls (id),
    key text NULL,
    mode text NOT NULL, -- AdjustmentMode
    recorded_at bigint NOT NULL,
    effective_day text NOT NULL, -- yyyy-MM-dd in the instance zone
    actor_id text NOT NULL,
    actor_name text NOT NULL,
    reason text NOT NULL,
    currency text NOT NULL,
    revenue_change bigint NOT NULL,
    payout_change bigint NOT NULL,
    revenue bigint NOT NULL, -- after it
    payout bigint NOT NULL
);
CREATE INDEX call_adjustments_call ON call_adjustments (call_id, recorded_at);
CREATE UNIQUE INDEX call_adjustments_key ON call_adjustments (call_id, key) WHERE key IS NOT NULL;
ALTER TABLE call_ledger ADD COLUMN adjustment_id text NULL;

-- What a buyer asks for; an administrator decides. At most one of a call waits.
CREATE TABLE call_adjustment_requests (
    id text PRIMARY KEY,
    call_id text NOT NULL REFERENCES calls (id),
    asked_at bigint NOT NULL,
    source text NOT NULL, -- RequestSource
    actor_id text NOT NULL,
    actor_name text NOT NULL,
    mode text NOT NULL, -- Relative or Absolute
    revenue bigint NOT NULL,
    currency text NOT NULL,
    reason text NOT NULL,
    state text NOT NULL, -- RequestState
    decided_at bigint NULL,
    decided_by text NULL,
    note text NULL,
    adjustment_id text NULL
);
CREATE UNIQUE INDEX call_adjustment_requests_pending ON call_adjustment_requests (call_id) WHERE state = 'Pending';
CREATE INDEX call_adjustment_requests_state ON call_adjustment_requests (state, id);
