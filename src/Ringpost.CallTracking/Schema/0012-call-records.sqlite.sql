-- What the carrier's own record adds: a call that was missed in an outage, and what the call cost in millionths (Total Cost).
ALTER TABLE calls ADD COLUMN recovered integer NOT NULL DEFAULT 0;
ALTER TABLE calls ADD COLUMN cost integer NULL;
ALTER TABLE calls ADD COLUMN cost_currency text NULL;
