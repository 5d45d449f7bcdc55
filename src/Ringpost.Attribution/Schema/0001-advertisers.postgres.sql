CREATE TABLE advertisers (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    default_event_id bigint NULL,
    created_at bigint NOT NULL
);

-- Events live on the advertiser (cake.md 4). Third-party names are exact and unique within it; amounts are millionths.
CREATE TABLE offer_events (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    advertiser_id bigint NOT NULL REFERENCES advertisers (id),
    name text NOT NULL,
    third_party_name text NULL,
    type text NOT NULL,
    allow_duplicates bigint NOT NULL,
    publish bigint NOT NULL,
    active bigint NOT NULL,
    payout bigint NOT NULL,
    received bigint NOT NULL,
    created_at bigint NOT NULL
);
CREATE INDEX offer_events_advertiser ON offer_events (advertiser_id);
CREATE UNIQUE INDEX offer_events_third_party_name ON offer_events (advertiser_id, third_party_name) WHERE third_party_name IS NOT NULL;
