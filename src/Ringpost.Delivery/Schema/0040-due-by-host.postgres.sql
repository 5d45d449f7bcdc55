-- What is due is taken host by host: a host that has its share is passed over whole, however many wait for it.
DROP INDEX deliveries_due;
CREATE INDEX deliveries_due ON deliveries (host, next_attempt_at) WHERE state = 'pending';

-- A row is written anew when it is claimed and when its result is known: beside the old one the new needs no entries in the indexes.
ALTER TABLE deliveries SET (fillfactor = 50);
