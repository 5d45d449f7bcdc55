-- Whitelisting a sender approves what it sent before: few rows among many.
CREATE INDEX conversions_pending ON conversions (advertiser_id, id) WHERE disposition = 'pending';
