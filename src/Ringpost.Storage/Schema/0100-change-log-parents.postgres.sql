-- The card in whose history a change of one of its parts stands as well: a contract's in its offer's, a route's in its campaign's.
ALTER TABLE change_log ADD COLUMN parent_entity text NULL;
ALTER TABLE change_log ADD COLUMN parent_id text NULL;
CREATE INDEX change_log_parent ON change_log (parent_entity, parent_id, id) WHERE parent_entity IS NOT NULL;

-- What was changed before knows its card by its own fields.
UPDATE change_log SET parent_entity = 'offer', parent_id = COALESCE(after, before)::jsonb ->> 'offerId' WHERE entity IN ('contract', 'creative') AND COALESCE(after, before)::jsonb ->> 'offerId' IS NOT NULL;
UPDATE change_log SET parent_entity = 'offer', parent_id = COALESCE(after, before)::jsonb ->> 'offerId' WHERE entity = 'cap' AND COALESCE(after, before)::jsonb ->> 'offerId' IS NOT NULL;
UPDATE change_log SET parent_entity = 'offer-campaign', parent_id = COALESCE(after, before)::jsonb ->> 'targetId' WHERE entity = 'cap' AND COALESCE(after, before)::jsonb ->> 'level' = 'campaign';
UPDATE change_log SET parent_entity = 'advertiser', parent_id = COALESCE(after, before)::jsonb ->> 'advertiserId' WHERE entity = 'event' AND COALESCE(after, before)::jsonb ->> 'advertiserId' IS NOT NULL;
UPDATE change_log SET parent_entity = 'call-campaign', parent_id = COALESCE(after, before)::jsonb ->> 'callCampaignId' WHERE entity IN ('route', 'payout-rule', 'number') AND COALESCE(after, before)::jsonb ->> 'callCampaignId' IS NOT NULL;
