-- Whether the address was on the advertiser's whitelist; the hash of t where the row is not a stored conversion, which has an index of its own.
ALTER TABLE pixel_log ADD COLUMN whitelisted integer NOT NULL DEFAULT 0;
ALTER TABLE pixel_log ADD COLUMN transaction_hash integer NULL;
CREATE INDEX pixel_log_transaction ON pixel_log (transaction_hash) WHERE transaction_hash IS NOT NULL;

-- Lists of one outcome or of all refusals read the rare rows by time, whichever of them they are for.
DROP INDEX pixel_log_not_stored;
CREATE INDEX pixel_log_not_stored ON pixel_log (at, id, outcome) WHERE outcome <> 'stored';

-- The log's numbers by 15 UTC minutes (unix milliseconds / 900000), offer (0 for none), outcome and whitelisted.
CREATE TABLE pixel_log_counts (
    quarter integer NOT NULL,
    offer_id integer NOT NULL,
    outcome text NOT NULL,
    whitelisted integer NOT NULL,
    requests integer NOT NULL,
    PRIMARY KEY (quarter, offer_id, outcome, whitelisted)
);

-- What each batch adds to them and no worker has folded in yet: quarter, offer, outcome, whitelisted and change of each number.
CREATE TABLE pixel_log_deltas (
    id integer PRIMARY KEY AUTOINCREMENT,
    changes text NOT NULL
);

INSERT INTO pixel_log_counts (quarter, offer_id, outcome, whitelisted, requests)
SELECT at / 900000, COALESCE(offer_id, 0), outcome, 0, count(*) FROM pixel_log GROUP BY 1, 2, 3;

-- Retention deletes the oldest minutes.
CREATE INDEX rate_limit_refusals_minute ON rate_limit_refusals (minute);
