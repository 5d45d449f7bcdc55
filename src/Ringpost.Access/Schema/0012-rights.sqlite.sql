-- What a read-only user or key was given beyond reading, as words with blanks between them; an older node reads none of it.
ALTER TABLE users ADD COLUMN rights text NOT NULL DEFAULT '';
ALTER TABLE api_keys ADD COLUMN rights text NOT NULL DEFAULT '';
