-- What is fired for conversions at each level (cake.md 7.1), and the switches of the level. level: campaign, campaignEvent, affiliate, offer,
-- system. owner_id: the campaign, affiliate or offer, 0 for the instance. event_id: of campaignEvent, else 0. The columns postback_url of
-- affiliates and offer_campaigns are not read from here on.
CREATE TABLE affiliate_pixels (
    level text NOT NULL,
    owner_id bigint NOT NULL,
    event_id bigint NOT NULL,
    postback_url text NULL,
    delay_ms bigint NOT NULL,
    html text NULL,
    status text NOT NULL,
    use_campaign_default bigint NOT NULL,
    fire_global bigint NOT NULL,
    fire_non_paid bigint NOT NULL,
    auto_approve bigint NOT NULL,
    placed_at bigint NOT NULL,
    PRIMARY KEY (level, owner_id, event_id)
);
CREATE INDEX affiliate_pixels_waiting ON affiliate_pixels (status, placed_at) WHERE status <> 'approved';

INSERT INTO affiliate_pixels SELECT 'campaign', id, 0, postback_url, 0, NULL, 'approved', 0, 1, 0, 0, created_at FROM offer_campaigns
    WHERE postback_url IS NOT NULL AND postback_url <> '';
INSERT INTO affiliate_pixels SELECT 'affiliate', id, 0, postback_url, 0, NULL, 'approved', 0, 1, 0, 0, created_at FROM affiliates
    WHERE postback_url IS NOT NULL AND postback_url <> '';

-- Why the affiliate was not told; NULL where it was, or where there was nobody to tell.
ALTER TABLE conversions ADD COLUMN not_told text NULL;
UPDATE conversions SET not_told = CASE reason WHEN 'UNVERIFIED SENDER' THEN 'unverifiedSender' WHEN 'AMOUNT NOT SENT' THEN 'amountNotSent' ELSE 'noRate' END
    WHERE disposition = 'pending' AND fired = 0 AND test = 0;
