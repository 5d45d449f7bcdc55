CREATE TABLE advertisers (
    id integer PRIMARY KEY AUTOINCREMENT,
    name text NOT NULL,
    default_event_id integer NULL,
    created_at integer NOT NULL
);

-- Events live on the advertiser (cake.md 4). Third-party names are exact and unique within it; amounts are millionths.
CREATE TABLE offer_events (
    id integer PRIMARY KEY AUTOINCREMENT,
    advertiser_id integer NOT NULL REFERENCES advertisers (id),
    name text NOT NULL,
    third_party_name text NULL,
    type text NOT NULL,
    allow_duplicates integer NOT NULL,
    publish integer NOT NULL,
    active integer NOT NULL,
    payout integer NOT NULL,
    received integer NOT NULL,
    created_at integer NOT NULL
);
CREATE INDEX offer_events_advertiser ON offer_events (advertiser_id);
CREATE UNIQUE INDEX offer_events_third_party_name ON offer_events (advertiser_id, third_party_name) WHERE third_party_name IS NOT NULL;
