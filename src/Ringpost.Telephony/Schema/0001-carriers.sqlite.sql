-- Accounts at carriers whose webhooks are believed. The token is encrypted under the instance master key.
CREATE TABLE carriers (
    id text PRIMARY KEY, -- 128 random bits: it stands in open paths
    name text NOT NULL,
    kind text NOT NULL, -- CarrierKind
    token text NOT NULL,
    created_at integer NOT NULL
);
