-- The price and the links that a campaign runs on (cake.md 5.4). offers.payout, received and price_format repeat the default contract's.
CREATE TABLE offer_contracts (
    id integer PRIMARY KEY AUTOINCREMENT,
    offer_id integer NOT NULL REFERENCES offers (id),
    name text NOT NULL,
    price_format text NOT NULL,
    payout integer NOT NULL,
    received integer NOT NULL,
    received_is_percentage integer NOT NULL,
    offer_link text NULL,
    redirect text NULL,
    created_at integer NOT NULL
);
CREATE INDEX offer_contracts_offer ON offer_contracts (offer_id);

INSERT INTO offer_contracts (offer_id, name, price_format, payout, received, received_is_percentage, created_at)
SELECT id, 'Default', price_format, payout, received, 0, created_at FROM offers ORDER BY id;

ALTER TABLE offers ADD COLUMN default_contract_id integer NULL;
UPDATE offers SET default_contract_id = (SELECT id FROM offer_contracts WHERE offer_id = offers.id);

-- NULL runs on the offer's default contract.
ALTER TABLE offer_campaigns ADD COLUMN contract_id integer NULL REFERENCES offer_contracts (id);
UPDATE offer_campaigns SET contract_id = (SELECT id FROM offer_contracts WHERE offer_id = offer_campaigns.offer_id);
CREATE INDEX offer_campaigns_contract ON offer_campaigns (contract_id);
