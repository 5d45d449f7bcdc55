-- A closed stretch of days, or one that is being closed (decision 0018). Periods follow each other without a gap: starts_at is the one before's
-- ends_at. runner: who closes it now, until runner_until; entries: how many amounts it has taken into its documents so far.
CREATE TABLE periods (
    id bigint PRIMARY KEY, -- 1, 2, ...
    from_day text NOT NULL, -- yyyy-MM-dd in the zone; empty: since the first record
    through_day text NOT NULL, -- included
    starts_at bigint NOT NULL,
    ends_at bigint NOT NULL,
    zone text NOT NULL,
    as_of bigint NOT NULL, -- later changes than this belong to the next period
    state text NOT NULL, -- closing or closed
    runner text NOT NULL,
    runner_until bigint NOT NULL,
    entries bigint NOT NULL,
    issuer text NOT NULL,
    actor_id text NOT NULL,
    actor_name text NOT NULL,
    closed_at bigint NULL
);
CREATE UNIQUE INDEX periods_closing ON periods (state) WHERE state = 'closing';

-- A bill or statement of a period for one party in one currency. Without a number while its period is being closed; never changed afterwards.
-- Sums are decimal numbers: anybody can send the largest amount a few times, and a sum of millionths would leave 64 bits.
CREATE TABLE documents (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    period_id bigint NOT NULL REFERENCES periods (id),
    kind text NOT NULL, -- DocumentKind
    party_id text NOT NULL, -- empty: amounts that name no party
    currency text NOT NULL,
    number text NULL,
    party_name text NOT NULL,
    party_company text NOT NULL,
    entries bigint NOT NULL,
    total text NOT NULL,
    late text NOT NULL -- the part that counts on days of earlier periods
);
CREATE UNIQUE INDEX documents_draft ON documents (period_id, kind, party_id, currency);
CREATE UNIQUE INDEX documents_number ON documents (number) WHERE number IS NOT NULL;

-- The last number given in a series, as B-2026. Raised in the transaction that gives numbers to a period's documents.
CREATE TABLE document_numbers (
    series text PRIMARY KEY,
    last bigint NOT NULL
);

-- What a document says. Names are those of the closing.
CREATE TABLE document_lines (
    document_id bigint NOT NULL REFERENCES documents (id),
    line_no bigint NOT NULL,
    kind text NOT NULL, -- LineKind
    group_name text NOT NULL, -- call campaign or offer
    detail text NOT NULL, -- event
    price bigint NULL, -- millionths, of booked lines
    count bigint NOT NULL,
    amount text NOT NULL,
    record_id text NULL, -- call or conversion that a correction changes
    record_at bigint NULL,
    effective_day text NULL,
    recorded_at bigint NULL,
    corrects text NULL, -- number of the document that has the record's first amount
    actor text NULL,
    reason text NULL,
    PRIMARY KEY (document_id, line_no)
);

-- Which document an amount stands in: the key is what makes it exactly one. source: BookSource, entry: the amount's key there, side: bill or statement.
CREATE TABLE document_entries (
    source text NOT NULL,
    entry text NOT NULL,
    side text NOT NULL,
    document_id bigint NOT NULL REFERENCES documents (id),
    amount bigint NOT NULL,
    PRIMARY KEY (source, entry, side)
);
CREATE INDEX document_entries_document ON document_entries (document_id);
