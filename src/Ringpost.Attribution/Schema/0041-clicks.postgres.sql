-- Clicks (cake.md 2.10). id is made from the moment (63 bits: milliseconds, then chance), so that a range of time is a range of ids and indexes
-- grow at their end; it is what #oreqid# says. touch counts a session's unique clicks on an offer from 0; a duplicate has minus its own id there
-- and names the click that counts. device_hash: offer and udid; regeneration_hash: offer and what its session regeneration goes by.
CREATE TABLE clicks (
    id bigint PRIMARY KEY,
    at bigint NOT NULL,
    session_id bigint NOT NULL,
    touch bigint NOT NULL,
    duplicate_of bigint NULL,
    advertiser_id bigint NOT NULL,
    offer_id bigint NOT NULL,
    affiliate_id bigint NOT NULL,
    campaign_id bigint NOT NULL,
    creative_id bigint NOT NULL,
    bot bigint NOT NULL,
    ip text NOT NULL,
    user_agent text NULL,
    referrer text NULL,
    s1 text NULL,
    s2 text NULL,
    s3 text NULL,
    s4 text NULL,
    s5 text NULL,
    udid text NULL,
    device_hash bigint NULL,
    regeneration_hash bigint NULL
);
CREATE UNIQUE INDEX clicks_session ON clicks (session_id, offer_id, touch);
CREATE INDEX clicks_device ON clicks (device_hash, id) WHERE device_hash IS NOT NULL;
CREATE INDEX clicks_regeneration ON clicks (regeneration_hash, id) WHERE regeneration_hash IS NOT NULL;
