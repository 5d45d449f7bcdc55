-- The carrier's REST API: with these the account's numbers and call records can be read and changed. The secret is encrypted.
ALTER TABLE carriers ADD COLUMN account_sid text NULL;
ALTER TABLE carriers ADD COLUMN api_key text NULL;
ALTER TABLE carriers ADD COLUMN api_secret text NULL;
ALTER TABLE carriers ADD COLUMN api_url text NULL; -- null: the carrier's own
ALTER TABLE carriers ADD COLUMN fallback_url text NULL; -- what numbers are set to for when nothing here answers
ALTER TABLE carriers ADD COLUMN synced_until integer NULL; -- the carrier's call records were read up to here
