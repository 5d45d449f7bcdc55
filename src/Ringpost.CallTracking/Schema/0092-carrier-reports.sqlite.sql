-- Each webhook of the carrier about a call, with what it was answered. said: in a few words, without numbers of people.
CREATE TABLE carrier_reports (
    call_id text NOT NULL,
    seq integer NOT NULL,
    at integer NOT NULL,
    kind text NOT NULL,
    said text NOT NULL,
    answer text NOT NULL,
    PRIMARY KEY (call_id, seq)
);
