-- The number of the last adjustment that a sender counted (sequence of POST /api/v1/conversions/adjust): what has no higher one is past.
CREATE TABLE conversion_sequences (
    conversion_id bigint PRIMARY KEY REFERENCES conversions (id),
    sequence bigint NOT NULL
);
