-- What is due is taken host by host: a host that has its share is passed over whole, however many wait for it.
DROP INDEX deliveries_due;
CREATE INDEX deliveries_due ON deliveries (host, next_attempt_at) WHERE state = 'pending';
