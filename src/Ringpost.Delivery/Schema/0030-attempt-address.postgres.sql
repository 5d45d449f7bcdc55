-- The address that an attempt was sent to, after redirects; null where none was reached.
ALTER TABLE delivery_attempts ADD COLUMN address text NULL;

-- The log is searched by transaction id and by host. Most transaction ids are ordered by time; a host's rows are ordered by their ids.
CREATE INDEX deliveries_transaction ON deliveries (transaction_id) WHERE transaction_id <> '';
CREATE INDEX deliveries_host ON deliveries (host, id);
