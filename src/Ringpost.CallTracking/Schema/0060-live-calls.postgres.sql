-- The few live calls are found among all stored ones without reading those.
CREATE INDEX calls_live ON calls (arrived_at, id) WHERE live = 1;
