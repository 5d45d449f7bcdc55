-- Callers that are turned away. number: E.164, a beginning of it with * behind, or +anonymous. campaign_id: empty for all campaigns.
CREATE TABLE blocked_numbers (
    id text PRIMARY KEY,
    number text NOT NULL,
    campaign_id text NOT NULL,
    note text NOT NULL, -- why, in the words of who blocked
    expires_at integer NULL, -- null: for ever
    blocked_by text NOT NULL,
    call_id text NULL, -- the call that it was blocked from
    created_at integer NOT NULL
);
CREATE UNIQUE INDEX blocked_numbers_number ON blocked_numbers (number, campaign_id);
