-- A request that is a buyer's dispute: why, out of a closed set, and whose. NULL: any other request.
ALTER TABLE call_adjustment_requests ADD COLUMN cause text NULL; -- DisputeCause
ALTER TABLE call_adjustment_requests ADD COLUMN buyer_id text NULL;
CREATE INDEX call_adjustment_requests_buyer ON call_adjustment_requests (buyer_id, id) WHERE buyer_id IS NOT NULL;

-- What the publisher is told of a changed payout; the reason is the network's own.
ALTER TABLE call_adjustments ADD COLUMN told text NULL;

-- How many days after a call this buyer may dispute it; NULL: as the instance says.
ALTER TABLE buyers ADD COLUMN dispute_days integer NULL;
