-- Which advertisers may buy on an offer besides its own: any (no row), or the listed ones.
CREATE TABLE offer_buyer_settings (
    offer_id integer PRIMARY KEY REFERENCES offers (id),
    listed_only integer NOT NULL
);

CREATE TABLE offer_buyers (
    offer_id integer NOT NULL REFERENCES offers (id),
    advertiser_id integer NOT NULL REFERENCES advertisers (id),
    PRIMARY KEY (offer_id, advertiser_id)
);
CREATE INDEX offer_buyers_advertiser ON offer_buyers (advertiser_id);

ALTER TABLE advertisers ADD COLUMN status text NOT NULL DEFAULT 'active';
