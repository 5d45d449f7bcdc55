CREATE TABLE things (
    id text PRIMARY KEY,
    value text NOT NULL
);
CREATE TABLE caps (
    name text PRIMARY KEY,
    used bigint NOT NULL,
    cap bigint NOT NULL
);
CREATE TABLE halves (
    write text NOT NULL,
    half bigint NOT NULL,
    PRIMARY KEY (write, half)
);
