CREATE TABLE things (
    id text PRIMARY KEY,
    value text NOT NULL
);
CREATE TABLE caps (
    name text PRIMARY KEY,
    used integer NOT NULL,
    cap integer NOT NULL
);
CREATE TABLE halves (
    write text NOT NULL,
    half integer NOT NULL,
    PRIMARY KEY (write, half)
);
