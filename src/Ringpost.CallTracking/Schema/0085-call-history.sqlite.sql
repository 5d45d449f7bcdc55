-- 1: a call of another tracker's log (docs/decisions/0014): it counts for duplicates, windows and caps, and stands in no report.
ALTER TABLE calls ADD COLUMN history integer NOT NULL DEFAULT 0;
