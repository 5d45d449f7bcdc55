-- Whom a number belonged to, and when: the half-open span from from_at to to_at; null is still. Calls are attributed by it (ringba.md 9.2).
CREATE TABLE number_assignments (
    id text PRIMARY KEY,
    number text NOT NULL, -- E.164
    number_id text NOT NULL REFERENCES tracking_numbers (id),
    campaign_id text NOT NULL REFERENCES call_campaigns (id),
    publisher_id text NULL REFERENCES publishers (id),
    from_at integer NOT NULL,
    to_at integer NULL,
    assigned_by text NOT NULL,
    rest_overridden integer NOT NULL -- 1: given to another publisher before it had rested
);
CREATE UNIQUE INDEX number_assignments_open ON number_assignments (number) WHERE to_at IS NULL;
CREATE INDEX number_assignments_number ON number_assignments (number, from_at);
INSERT INTO number_assignments (id, number, number_id, campaign_id, publisher_id, from_at, to_at, assigned_by, rest_overridden)
SELECT id, number, id, campaign_id, publisher_id, created_at, archived_at, 'Ringpost', 0 FROM tracking_numbers;

-- A number that is being given back to its carrier: it can't be added meanwhile. Gone or over where the release did not come to its end.
CREATE TABLE number_holds (
    number text PRIMARY KEY,
    until_at integer NOT NULL
);
