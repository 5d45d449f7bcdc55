-- What a delivery's sending asks for beside the request itself: names of credentials, texts of the answer. JSON; most have none.
ALTER TABLE deliveries ADD COLUMN terms text NULL;

-- Secrets are sealed. hosts: where a secret may go, separated by spaces.
CREATE TABLE credentials (
    id text PRIMARY KEY,
    name text NOT NULL,
    kind text NOT NULL,
    user_name text NOT NULL,
    secret text NOT NULL,
    old_secret text NULL,
    old_until integer NULL,
    token_url text NOT NULL,
    scope text NOT NULL,
    hosts text NOT NULL,
    created_at integer NOT NULL
);
