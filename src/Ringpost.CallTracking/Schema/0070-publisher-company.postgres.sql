ALTER TABLE publishers ADD COLUMN company text NOT NULL DEFAULT '';
