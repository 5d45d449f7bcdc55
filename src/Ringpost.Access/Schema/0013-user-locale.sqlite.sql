-- How a person reads numbers and dates: one of Locales; null is the console's own way.
ALTER TABLE users ADD COLUMN locale text NULL;
