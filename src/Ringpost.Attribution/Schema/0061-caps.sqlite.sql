-- How many clicks or conversions an offer, a contract, a campaign or an event of one may have in a period (cake.md 5.7). max_count NULL is
-- none, 0 nothing. start_at: where a custom period begins. zone NULL is the instance's.
CREATE TABLE caps (
    id integer PRIMARY KEY AUTOINCREMENT,
    type text NOT NULL,
    level text NOT NULL,
    target_id integer NOT NULL,
    offer_id integer NOT NULL REFERENCES offers (id),
    event_id integer NULL REFERENCES offer_events (id),
    interval_name text NOT NULL,
    max_count integer NULL,
    start_at integer NULL,
    zone text NULL,
    alert_only integer NOT NULL,
    created_at integer NOT NULL
);
CREATE UNIQUE INDEX caps_place ON caps (type, level, target_id, COALESCE(event_id, 0), interval_name);
CREATE INDEX caps_offer ON caps (offer_id);

-- One row per cap and period that anything came in. period: its first moment, 0 for a lifetime. used never passes max_count of a cap that
-- closes; over_count is what came after it was met. Not bound to caps: a write may hold a picture in which a removed cap still stands.
CREATE TABLE cap_counters (
    cap_id integer NOT NULL,
    period integer NOT NULL,
    used integer NOT NULL,
    over_count integer NOT NULL,
    met_at integer NULL,
    PRIMARY KEY (cap_id, period)
);

-- A cap was met. Seen when a person dismissed it.
CREATE TABLE cap_alerts (
    id integer PRIMARY KEY AUTOINCREMENT,
    cap_id integer NOT NULL,
    period integer NOT NULL,
    at integer NOT NULL,
    note text NOT NULL,
    seen_at integer NULL,
    seen_by text NULL
);
CREATE INDEX cap_alerts_unseen ON cap_alerts (id) WHERE seen_at IS NULL;

-- What becomes of a conversion over a cap; an offer without a row does as the instance does.
CREATE TABLE offer_cap_settings (
    offer_id integer PRIMARY KEY REFERENCES offers (id),
    behavior text NOT NULL
);

-- The cap that a conversion came over, what its amounts were decided by, and the sentence that says so.
ALTER TABLE conversions ADD COLUMN cap_id integer NULL;
ALTER TABLE conversions ADD COLUMN cap_behavior text NULL;
ALTER TABLE conversions ADD COLUMN cap_note text NULL;
