-- The card in whose history a change of one of its parts stands as well: a contract's in its offer's, a route's in its campaign's.
ALTER TABLE change_log ADD COLUMN parent_entity text NULL;
ALTER TABLE change_log ADD COLUMN parent_id text NULL;
CREATE INDEX change_log_parent ON change_log (parent_entity, parent_id, id) WHERE parent_entity IS NOT NULL;

-- What was changed before knows its card by its own fields.
UPDATE change_log SET parent_entity = 'offer', parent_id = CAST(COALESCE(after, before) ->> '$.offerId' AS text) WHERE entity IN ('contract', 'creative') AND COALESCE(after, before) ->> '$.offerId' IS NOT NULL;
UPDATE change_log SET parent_entity = 'offer', parent_id = CAST(COALESCE(after, before) ->> '$.offerId' AS text) WHERE entity = 'cap' AND COALESCE(after, before) ->> '$.offerId' IS NOT NULL;
UPDATE change_log SET parent_entity = 'offer-campaign', parent_id = CAST(COALESCE(after, before) ->> '$.targetId' AS text) WHERE entity = 'cap' AND COALESCE(after, before) ->> '$.level' = 'campaign';
UPDATE change_log SET parent_entity = 'advertiser', parent_id = CAST(COALESCE(after, before) ->> '$.advertiserId' AS text) WHERE entity = 'event' AND COALESCE(after, before) ->> '$.advertiserId' IS NOT NULL;
UPDATE change_log SET parent_entity = 'call-campaign', parent_id = CAST(COALESCE(after, before) ->> '$.callCampaignId' AS text) WHERE entity IN ('route', 'payout-rule', 'number') AND COALESCE(after, before) ->> '$.callCampaignId' IS NOT NULL;
