-- The calls that earned or cost something, in the order in which they arrived: what bills and statements are made of, a part of all calls.
CREATE INDEX calls_with_money ON calls (arrived_at, id) WHERE revenue <> 0 OR payout <> 0;
