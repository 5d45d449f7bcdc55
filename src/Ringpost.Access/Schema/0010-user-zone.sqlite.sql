-- The time zone that a person reads lists and reports in; null is the instance's.
ALTER TABLE users ADD COLUMN zone text NULL;
