-- The calls that were paid, in the order in which they arrived: the agreement with the other side's book reads these, a part of all calls.
CREATE INDEX calls_paid_arrived ON calls (arrived_at, id) WHERE paid = 1;
