-- publishers: the only ones whose calls it fires for, JSON; none is all. each_connection: Connected fires again when the call is routed again.
ALTER TABLE pixels ADD COLUMN delay_seconds integer NOT NULL DEFAULT 0;
ALTER TABLE pixels ADD COLUMN publishers text NOT NULL DEFAULT '[]';
ALTER TABLE pixels ADD COLUMN each_connection integer NOT NULL DEFAULT 0;
ALTER TABLE pixels ADD COLUMN credential_id text NULL;
ALTER TABLE pixels ADD COLUMN signature_id text NULL;
ALTER TABLE pixels ADD COLUMN answer_has text NULL;
ALTER TABLE pixels ADD COLUMN answer_lacks text NULL;
