-- Creatives (cake.md 5.6): link NULL takes the offer's. How an offer takes clicks and where they go when it can't (cake.md 2.10); no row is the defaults.
ALTER TABLE creatives ADD COLUMN type text NOT NULL DEFAULT 'link';
ALTER TABLE creatives ADD COLUMN status text NOT NULL DEFAULT 'active';
ALTER TABLE creatives ADD COLUMN link text NULL;

CREATE TABLE offer_click_settings (
    offer_id bigint PRIMARY KEY REFERENCES offers (id),
    link text NULL,
    cookie_days bigint NOT NULL,
    last_touch bigint NOT NULL,
    deduplication bigint NOT NULL,
    redirect_offer_id bigint NULL REFERENCES offers (id),
    redirect_404 bigint NOT NULL,
    regeneration_type text NOT NULL,
    regeneration_seconds bigint NOT NULL
);

CREATE TABLE campaign_redirects (
    campaign_id bigint PRIMARY KEY REFERENCES offer_campaigns (id),
    redirect_offer_id bigint NULL REFERENCES offers (id),
    redirect_404 bigint NOT NULL
);
