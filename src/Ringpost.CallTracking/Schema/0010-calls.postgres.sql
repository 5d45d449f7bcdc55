-- A call and what is known of it. Flags are 0 or 1; times are unix ms; amounts are millionths, settled once (architecture 4.7):
-- later changes are rows of call_ledger. Seconds are as the carrier stated them, null when nobody stated them (architecture 4.9).
CREATE TABLE calls (
    id text PRIMARY KEY,
    carrier_id text NOT NULL,
    carrier_call_id text NOT NULL,
    arrived_at bigint NOT NULL,
    caller text NOT NULL, -- E.164; empty for an anonymous caller
    dialed text NOT NULL, -- the tracking number, E.164
    number_id text NOT NULL,
    campaign_id text NOT NULL,
    publisher_id text NULL,
    test bigint NOT NULL,
    state text NOT NULL, -- CallState
    live bigint NOT NULL,
    blocked bigint NOT NULL,
    block_reason text NULL,
    incomplete bigint NOT NULL, -- ended without a dial attempt
    incomplete_reason text NULL,
    duplicate bigint NOT NULL,
    previously_connected bigint NOT NULL,
    connected bigint NOT NULL,
    converted bigint NOT NULL,
    paid bigint NOT NULL,
    target_id text NULL, -- of the connected leg
    buyer_id text NULL,
    connected_at bigint NULL,
    ended_at bigint NULL,
    ended_by text NULL, -- EndedBy
    inbound_ended_at bigint NULL, -- the carrier stated the end of the caller leg
    call_seconds bigint NULL,
    connected_seconds bigint NULL,
    dialed_seconds bigint NULL,
    currency text NOT NULL,
    revenue bigint NOT NULL,
    payout bigint NOT NULL,
    conversion_reason text NULL, -- why not converted
    payout_reason text NULL, -- why not paid
    payout_rule_id text NULL, -- the rule that paid
    conversion_decided bigint NOT NULL,
    payout_decided bigint NOT NULL,
    plan text NOT NULL, -- JSON: the routes in the order in which they are tried
    payout_terms text NOT NULL, -- JSON: the payout rules in force at arrival, in the order in which they are asked
    recording_url text NULL
);
CREATE UNIQUE INDEX calls_carrier_call ON calls (carrier_id, carrier_call_id);
CREATE INDEX calls_arrived ON calls (arrived_at);
CREATE INDEX calls_caller ON calls (caller, campaign_id, connected);

-- One leg per dialled target, with the terms it was dialled under and the facts of the carrier as they came.
CREATE TABLE call_legs (
    call_id text NOT NULL REFERENCES calls (id),
    leg bigint NOT NULL, -- 1, 2, ... in the order of dialling
    route_id text NOT NULL,
    target_id text NOT NULL,
    buyer_id text NULL,
    destination_type text NOT NULL,
    destination text NOT NULL,
    convert_on text NOT NULL,
    convert_seconds bigint NOT NULL,
    convert_timer_start text NOT NULL,
    convert_revenue bigint NOT NULL,
    carrier_leg_id text NULL,
    dialed_at bigint NOT NULL,
    rang bigint NOT NULL,
    answered bigint NOT NULL,
    answered_at bigint NULL,
    ended_at bigint NULL,
    outcome text NULL, -- LegOutcome
    connected bigint NOT NULL,
    connected_seconds bigint NULL,
    dialed_seconds bigint NULL,
    converted bigint NOT NULL,
    revenue bigint NOT NULL,
    conversion_reason text NULL,
    ringing_seen bigint NOT NULL,
    answered_seen bigint NOT NULL,
    initiated_stamp bigint NULL, -- the stamps are by the clock of the carrier
    answered_stamp bigint NULL,
    ended_stamp bigint NULL,
    progress_seen bigint NOT NULL, -- bit n: the report with sequence number n came
    progress_last bigint NULL, -- sequence number of the leg last report
    progress_end text NULL, -- LegEnd that the leg own reports state
    progress_seconds bigint NULL,
    dial_end text NULL, -- LegEnd that the dial result states
    dial_seconds bigint NULL,
    caller_present bigint NULL, -- 1: the dial result said that the caller is still there
    PRIMARY KEY (call_id, leg)
);

CREATE TABLE call_events (
    call_id text NOT NULL REFERENCES calls (id),
    seq bigint NOT NULL,
    name text NOT NULL, -- ringba.md 2.2
    at bigint NOT NULL,
    fields text NOT NULL, -- JSON object
    PRIMARY KEY (call_id, seq)
);

-- Tags that cannot be computed from the call and the configuration.
CREATE TABLE call_tags (
    call_id text NOT NULL REFERENCES calls (id),
    type text NOT NULL,
    name text NOT NULL,
    value text NOT NULL,
    source text NOT NULL,
    PRIMARY KEY (call_id, type, name)
);

-- Changes after settlement, append-only; current amount = first + sum. No personal data (architecture 4.7).
CREATE TABLE call_ledger (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    call_id text NOT NULL REFERENCES calls (id),
    side text NOT NULL, -- revenue or payout
    amount bigint NOT NULL, -- signed
    currency text NOT NULL,
    recorded_at bigint NOT NULL,
    effective_day text NOT NULL, -- yyyy-MM-dd in the instance zone
    actor_id text NOT NULL,
    reason text NOT NULL
);
CREATE INDEX call_ledger_call ON call_ledger (call_id);

-- A concurrency slot in use: taken by an insert, given back by a delete (architecture 4.6).
CREATE TABLE call_slots (
    cap text NOT NULL, -- the target id
    call_id text NOT NULL REFERENCES calls (id),
    taken_at bigint NOT NULL,
    PRIMARY KEY (cap, call_id)
);
CREATE INDEX call_slots_call ON call_slots (call_id);
