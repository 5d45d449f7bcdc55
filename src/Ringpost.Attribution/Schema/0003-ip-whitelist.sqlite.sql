-- Ranges of addresses, both ends included; offer_id NULL is every offer of the advertiser (cake.md 2.9).
CREATE TABLE ip_whitelist (
    id integer PRIMARY KEY AUTOINCREMENT,
    advertiser_id integer NOT NULL REFERENCES advertisers (id),
    offer_id integer NULL REFERENCES offers (id),
    from_address text NOT NULL,
    to_address text NOT NULL,
    per_second integer NULL,
    active integer NOT NULL,
    note text NULL,
    created_at integer NOT NULL
);
CREATE INDEX ip_whitelist_advertiser ON ip_whitelist (advertiser_id);
