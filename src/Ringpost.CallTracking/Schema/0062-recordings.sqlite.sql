-- What callers of a campaign hear before they are recorded; null: nobody has said yet.
ALTER TABLE call_campaigns ADD COLUMN notice_kind text NULL;
ALTER TABLE call_campaigns ADD COLUMN notice_value text NULL;

-- The recording of a call: a link at its carrier, or a copy here.
CREATE TABLE call_recordings (
    call_id text PRIMARY KEY REFERENCES calls (id),
    carrier_id text NOT NULL,
    carrier_call_id text NOT NULL,
    source_url text NOT NULL, -- at the carrier; empty once purged
    taken_at integer NOT NULL,
    state text NOT NULL, -- RecordingState
    store text NOT NULL, -- RecordingStoreKind
    name text NOT NULL, -- of the copy within its store
    content_type text NULL,
    bytes integer NULL,
    attempts integer NOT NULL,
    next_attempt_at integer NULL, -- while a copy is to be made; a claim moves it on, so that a dead node's work comes due again
    error text NULL,
    copied_at integer NULL
);
CREATE INDEX call_recordings_due ON call_recordings (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX call_recordings_taken ON call_recordings (state, taken_at);
