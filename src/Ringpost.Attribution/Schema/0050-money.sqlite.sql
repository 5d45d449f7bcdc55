-- Percentages at whichever level sets a price (cake.md 2.6 step 9); NULL is the format of the level above.
ALTER TABLE offer_campaigns ADD COLUMN price_format text NULL;
ALTER TABLE offer_events ADD COLUMN price_format text NOT NULL DEFAULT 'CPE';
ALTER TABLE offer_event_settings ADD COLUMN price_format text NULL;
ALTER TABLE campaign_event_settings ADD COLUMN price_format text NULL;

-- What waits for a person at first, and what settles it when nobody does (cake.md 2.6 step 10). NULL follows the offer.
ALTER TABLE affiliates ADD COLUMN review integer NOT NULL DEFAULT 0;
ALTER TABLE offer_campaigns ADD COLUMN review integer NOT NULL DEFAULT 0;
ALTER TABLE offers ADD COLUMN auto_disposition text NOT NULL DEFAULT 'none';
ALTER TABLE offers ADD COLUMN auto_disposition_hours integer NOT NULL DEFAULT 0;
ALTER TABLE offer_campaigns ADD COLUMN auto_disposition text NULL;
ALTER TABLE offer_campaigns ADD COLUMN auto_disposition_hours integer NULL;

ALTER TABLE conversions ADD COLUMN disposition_id integer NULL;
ALTER TABLE conversions ADD COLUMN note text NULL;
-- What an entry is: price, status, rate; NULL for an amount that a later postback carried.
ALTER TABLE conversion_ledger ADD COLUMN kind text NULL;

-- Dispositions that the instance named (cake.md 5.6). 1 to 4 are the types themselves.
CREATE TABLE dispositions (
    id integer PRIMARY KEY AUTOINCREMENT,
    name text NOT NULL,
    type text NOT NULL,
    active integer NOT NULL
);
CREATE UNIQUE INDEX dispositions_name ON dispositions (name);
INSERT INTO dispositions (id, name, type, active) VALUES (1, 'Pending', 'pending', 1), (2, 'Rejected', 'rejected', 1), (3, 'Approved', 'approved', 1), (4, 'Returned', 'returned', 1);
-- How many units of the instance's currency one unit of this one was worth on a day. rate is a decimal number.
CREATE TABLE exchange_rates (
    currency text NOT NULL,
    day text NOT NULL,
    rate text NOT NULL,
    set_at integer NOT NULL,
    actor_id text NOT NULL,
    PRIMARY KEY (currency, day)
);

-- Conversions whose sent amounts wait for a rate of their day; gone once they are settled.
CREATE TABLE rate_waits (
    conversion_id integer PRIMARY KEY,
    currency text NOT NULL,
    offer_currency text NOT NULL,
    day text NOT NULL
);
CREATE INDEX rate_waits_day ON rate_waits (day, currency);
INSERT INTO rate_waits (conversion_id, currency, offer_currency, day)
    SELECT id, sent_currency, currency, strftime('%Y-%m-%d', at / 1000, 'unixepoch') FROM conversions WHERE sent_currency IS NOT NULL;

-- Changes of many conversions at once. key names the file or the request, so that the same one again finds its rows.
CREATE TABLE mass_runs (
    id integer PRIMARY KEY AUTOINCREMENT,
    key text NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    reason text NOT NULL,
    at integer NOT NULL,
    actor_id text NOT NULL,
    actor_name text NOT NULL
);
CREATE UNIQUE INDEX mass_runs_key ON mass_runs (key);

-- What became of each row; a refused one may be tried again.
CREATE TABLE mass_rows (
    run_id integer NOT NULL REFERENCES mass_runs (id),
    row_no integer NOT NULL,
    outcome text NOT NULL,
    message text NULL,
    conversion_id integer NULL,
    currency text NULL,
    received_before integer NULL,
    received_after integer NULL,
    paid_before integer NULL,
    paid_after integer NULL,
    disposition text NULL,
    PRIMARY KEY (run_id, row_no)
);
