-- The statuses that count as an acceptance, as 200-299, 409; null is any 2xx.
ALTER TABLE pixels ADD COLUMN answer_status text NULL;
