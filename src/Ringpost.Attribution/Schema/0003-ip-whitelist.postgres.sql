-- Ranges of addresses, both ends included; offer_id NULL is every offer of the advertiser (cake.md 2.9).
CREATE TABLE ip_whitelist (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    advertiser_id bigint NOT NULL REFERENCES advertisers (id),
    offer_id bigint NULL REFERENCES offers (id),
    from_address text NOT NULL,
    to_address text NOT NULL,
    per_second bigint NULL,
    active bigint NOT NULL,
    note text NULL,
    created_at bigint NOT NULL
);
CREATE INDEX ip_whitelist_advertiser ON ip_whitelist (advertiser_id);
