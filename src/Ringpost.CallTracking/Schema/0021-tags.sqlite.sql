-- tags: JSON object of the number's own tags. enrich_secret: a keyed fingerprint. enriched: 1 once data was ever sent for the number,
-- so that the calls of all others ask for none.
ALTER TABLE tracking_numbers ADD COLUMN tags text NOT NULL DEFAULT '{}';
ALTER TABLE tracking_numbers ADD COLUMN enrich_secret text NULL;
ALTER TABLE tracking_numbers ADD COLUMN enriched integer NOT NULL DEFAULT 0;

-- A declared URL parameter: under which tag its value is kept.
CREATE TABLE url_parameters (
    id text PRIMARY KEY,
    parameter text NOT NULL,
    tag_type text NOT NULL,
    tag_name text NOT NULL,
    created_at integer NOT NULL
);
CREATE UNIQUE INDEX url_parameters_parameter ON url_parameters (parameter);

-- What was sent about a caller before the call: JSON list of tags, for the calls to one number until it expires.
CREATE TABLE enrichments (
    number_id text NOT NULL,
    caller text NOT NULL, -- E.164
    tags text NOT NULL,
    expires_at integer NOT NULL,
    PRIMARY KEY (number_id, caller)
);
CREATE INDEX enrichments_expires ON enrichments (expires_at);
CREATE INDEX call_tags_value ON call_tags (type, name, value);
