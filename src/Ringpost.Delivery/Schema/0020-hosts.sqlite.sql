-- What people allow a host: requests at once and per second on each node. Absent is the instance's own.
CREATE TABLE host_limits (
    host text PRIMARY KEY,
    most_in_flight integer NULL,
    per_second integer NULL,
    changed_at integer NOT NULL
);

-- Receivers in trouble: a host that fails, or a rule (rule:<id>) whose requests are rejected. Gone when all is well again.
CREATE TABLE endpoint_health (
    subject text PRIMARY KEY,
    since integer NOT NULL,
    open_until integer NULL,
    note text NOT NULL,
    alerted integer NOT NULL
);

CREATE TABLE delivery_alerts (
    id text PRIMARY KEY,
    at integer NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    note text NOT NULL,
    seen integer NOT NULL
);

-- When the next attempt was due after this one.
ALTER TABLE delivery_attempts ADD COLUMN next_attempt_at integer NULL;
