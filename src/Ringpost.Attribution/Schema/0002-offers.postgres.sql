-- Amounts are millionths of the offer's currency and price the default event only (cake.md 2.6 step 9).
CREATE TABLE offers (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    advertiser_id bigint NOT NULL REFERENCES advertisers (id),
    currency text NOT NULL,
    payout bigint NOT NULL,
    received bigint NOT NULL,
    price_format text NOT NULL,
    status text NOT NULL,
    whitelist_only bigint NOT NULL,
    transaction_id_deduplication bigint NOT NULL,
    token text NOT NULL,
    default_creative_id bigint NULL,
    created_at bigint NOT NULL
);
CREATE INDEX offers_advertiser ON offers (advertiser_id);

CREATE TABLE creatives (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    offer_id bigint NOT NULL REFERENCES offers (id),
    name text NOT NULL,
    created_at bigint NOT NULL
);
CREATE INDEX creatives_offer ON creatives (offer_id);

CREATE TABLE affiliates (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    status text NOT NULL,
    postback_url text NULL,
    created_at bigint NOT NULL
);

CREATE TABLE offer_campaigns (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    offer_id bigint NOT NULL REFERENCES offers (id),
    affiliate_id bigint NOT NULL REFERENCES affiliates (id),
    original bigint NOT NULL,
    status text NOT NULL,
    payout bigint NULL,
    postback_url text NULL,
    created_at bigint NOT NULL
);
CREATE INDEX offer_campaigns_pair ON offer_campaigns (offer_id, affiliate_id);
CREATE INDEX offer_campaigns_affiliate ON offer_campaigns (affiliate_id);
-- A pair has one original campaign, whoever adds campaigns at the same moment.
CREATE UNIQUE INDEX offer_campaigns_original ON offer_campaigns (offer_id, affiliate_id) WHERE original = 1;

-- What an offer or a campaign changes of an event; NULL leaves it as the level above has it (cake.md 4).
CREATE TABLE offer_event_settings (
    offer_id bigint NOT NULL REFERENCES offers (id),
    event_id bigint NOT NULL REFERENCES offer_events (id),
    active bigint NULL,
    publish bigint NULL,
    payout bigint NULL,
    received bigint NULL,
    PRIMARY KEY (offer_id, event_id)
);

CREATE TABLE campaign_event_settings (
    campaign_id bigint NOT NULL REFERENCES offer_campaigns (id),
    event_id bigint NOT NULL REFERENCES offer_events (id),
    active bigint NULL,
    publish bigint NULL,
    payout bigint NULL,
    PRIMARY KEY (campaign_id, event_id)
);
