-- JSON (Guards/CampaignGuards): when a call is a duplicate and where it goes, the repeat filter, STIR/SHAKEN, the check before routing.
ALTER TABLE call_campaigns ADD COLUMN guards text NOT NULL DEFAULT '{}';
ALTER TABLE calls ADD COLUMN attestation text NULL; -- Attestation; null where the carrier said none
-- A caller's calls on a campaign in order of time: repeats within seconds, and what came before a moment.
DROP INDEX calls_caller;
CREATE INDEX calls_caller ON calls (caller, campaign_id, connected, arrived_at);
