-- The contract whose price and links counted when the conversion was booked; NULL in records of earlier versions.
ALTER TABLE conversions ADD COLUMN contract_id integer NULL;

-- What the advertiser sends to know its own customer by (cake.md 2.2): u, and its sub ids as1 to as5. Beside the conversion: one that has none
-- pays nothing for it.
CREATE TABLE conversion_advertiser_values (
    conversion_id integer PRIMARY KEY REFERENCES conversions (id),
    user_id text NULL,
    as1 text NULL,
    as2 text NULL,
    as3 text NULL,
    as4 text NULL,
    as5 text NULL
);
CREATE INDEX conversion_advertiser_values_user ON conversion_advertiser_values (user_id) WHERE user_id IS NOT NULL;
