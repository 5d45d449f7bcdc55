-- Amounts are millionths of the offer's currency and price the default event only (cake.md 2.6 step 9).
CREATE TABLE offers (
    id integer PRIMARY KEY AUTOINCREMENT,
    name text NOT NULL,
    advertiser_id integer NOT NULL REFERENCES advertisers (id),
    currency text NOT NULL,
    payout integer NOT NULL,
    received integer NOT NULL,
    price_format text NOT NULL,
    status text NOT NULL,
    whitelist_only integer NOT NULL,
    transaction_id_deduplication integer NOT NULL,
    token text NOT NULL,
    default_creative_id integer NULL,
    created_at integer NOT NULL
);
CREATE INDEX offers_advertiser ON offers (advertiser_id);

CREATE TABLE creatives (
    id integer PRIMARY KEY AUTOINCREMENT,
    offer_id integer NOT NULL REFERENCES offers (id),
    name text NOT NULL,
    created_at integer NOT NULL
);
CREATE INDEX creatives_offer ON creatives (offer_id);

CREATE TABLE affiliates (
    id integer PRIMARY KEY AUTOINCREMENT,
    name text NOT NULL,
    status text NOT NULL,
    postback_url text NULL,
    created_at integer NOT NULL
);

CREATE TABLE offer_campaigns (
    id integer PRIMARY KEY AUTOINCREMENT,
    offer_id integer NOT NULL REFERENCES offers (id),
    affiliate_id integer NOT NULL REFERENCES affiliates (id),
    original integer NOT NULL,
    status text NOT NULL,
    payout integer NULL,
    postback_url text NULL,
    created_at integer NOT NULL
);
CREATE INDEX offer_campaigns_pair ON offer_campaigns (offer_id, affiliate_id);
CREATE INDEX offer_campaigns_affiliate ON offer_campaigns (affiliate_id);
-- A pair has one original campaign, whoever adds campaigns at the same moment.
CREATE UNIQUE INDEX offer_campaigns_original ON offer_campaigns (offer_id, affiliate_id) WHERE original = 1;

-- What an offer or a campaign changes of an event; NULL leaves it as the level above has it (cake.md 4).
CREATE TABLE offer_event_settings (
    offer_id integer NOT NULL REFERENCES offers (id),
    event_id integer NOT NULL REFERENCES offer_events (id),
    active integer NULL,
    publish integer NULL,
    payout integer NULL,
    received integer NULL,
    PRIMARY KEY (offer_id, event_id)
);

CREATE TABLE campaign_event_settings (
    campaign_id integer NOT NULL REFERENCES offer_campaigns (id),
    event_id integer NOT NULL REFERENCES offer_events (id),
    active integer NULL,
    publish integer NULL,
    payout integer NULL,
    PRIMARY KEY (campaign_id, event_id)
);
