-- Caps of targets, buyers and publishers (Caps/CallCaps, JSON); a target had its concurrency cap before.
ALTER TABLE targets ADD COLUMN caps text NOT NULL DEFAULT '{}';
ALTER TABLE buyers ADD COLUMN caps text NOT NULL DEFAULT '{}';
ALTER TABLE buyers ADD COLUMN concurrency_cap bigint NULL;
ALTER TABLE publishers ADD COLUMN caps text NOT NULL DEFAULT '{}';
ALTER TABLE publishers ADD COLUMN concurrency_cap bigint NULL;
ALTER TABLE publishers ADD COLUMN block_calls_if_capped bigint NOT NULL DEFAULT 0;

-- 1: a cap of the publisher was full when the call arrived, so that it earns no payout.
ALTER TABLE calls ADD COLUMN payout_capped bigint NOT NULL DEFAULT 0;

-- How much of a cap is used in one of its periods: what the legs (a publisher: the calls) that began in it count, unless an operator set it
-- back. owner: the id of a target, buyer or publisher. currency: empty for calls, else that of the money. A money cap holds in each currency.
CREATE TABLE call_cap_counters (
    owner text NOT NULL,
    period text NOT NULL, -- CapPeriod
    measure text NOT NULL, -- CapMeasure
    currency text NOT NULL,
    starts_at bigint NOT NULL,
    ends_at bigint NOT NULL,
    used bigint NOT NULL,
    PRIMARY KEY (owner, period, measure, currency, starts_at)
);

-- A slot is also a place that a live call holds in its owner's strict caps: cap is then owner#leg (leg 0 is the call), held_at the moment whose
-- periods it counts in, held_calls 0 or 1, held_amount the most that the leg or call may come to. It goes as the others do.
ALTER TABLE call_slots ADD COLUMN owner text NULL;
ALTER TABLE call_slots ADD COLUMN held_at bigint NULL;
ALTER TABLE call_slots ADD COLUMN held_calls bigint NOT NULL DEFAULT 0;
ALTER TABLE call_slots ADD COLUMN held_amount bigint NOT NULL DEFAULT 0;
ALTER TABLE call_slots ADD COLUMN held_currency text NULL;
CREATE INDEX call_slots_owner ON call_slots (owner) WHERE owner IS NOT NULL;

-- A counter that is not there yet is counted from these.
CREATE INDEX call_legs_target ON call_legs (target_id, dialed_at);
CREATE INDEX call_legs_buyer ON call_legs (buyer_id, dialed_at) WHERE buyer_id IS NOT NULL;
CREATE INDEX calls_publisher ON calls (publisher_id, arrived_at) WHERE publisher_id IS NOT NULL;
