-- Whose calls a publisher's or buyer's person or program sees: the id of that publisher or buyer.
ALTER TABLE users ADD COLUMN partner_id text NULL;
ALTER TABLE api_keys ADD COLUMN partner_id text NULL;
