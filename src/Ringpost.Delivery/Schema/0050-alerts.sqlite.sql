-- What people must know, whoever noticed it: shown until somebody dismisses it, kept afterwards.
CREATE TABLE alerts (
    id integer PRIMARY KEY AUTOINCREMENT,
    at integer NOT NULL,
    kind text NOT NULL, -- AlertKind
    subject text NOT NULL, -- what it concerns, as host:api.example.com, rule:PX…, cap:12, target:TA…
    note text NOT NULL, -- what happened, as a sentence
    ended integer NOT NULL, -- 1: what was told of before is over
    told integer NOT NULL, -- 0: its request and e-mails are still to be made
    seen_at integer NULL,
    seen_by text NULL
);
CREATE INDEX alerts_unseen ON alerts (id) WHERE seen_at IS NULL;
CREATE INDEX alerts_untold ON alerts (id) WHERE told = 0;

-- What holds now and was told of: it is told once, however long it holds.
CREATE TABLE alert_conditions (
    kind text NOT NULL,
    subject text NOT NULL,
    since integer NOT NULL,
    last_at integer NOT NULL,
    PRIMARY KEY (kind, subject)
);

INSERT INTO alerts (at, kind, subject, note, ended, told, seen_at, seen_by)
SELECT at, CASE WHEN kind = 'Rejecting' OR (kind = 'Recovered' AND subject LIKE 'rule:%') THEN 'ReceiverRejects' ELSE 'ReceiverFails' END,
    CASE WHEN subject LIKE 'rule:%' THEN subject ELSE 'host:' || subject END, note, CASE WHEN kind = 'Recovered' THEN 1 ELSE 0 END, 1,
    CASE WHEN seen = 1 THEN at END, NULL
FROM delivery_alerts ORDER BY id;
-- delivery_alerts stays for nodes of an older version.

-- One row per alert and recipient. next_attempt_at NULL: sent (sent_at), or given up (error).
CREATE TABLE alert_mails (
    id integer PRIMARY KEY AUTOINCREMENT,
    alert_id integer NOT NULL REFERENCES alerts (id),
    recipient text NOT NULL,
    attempts integer NOT NULL,
    next_attempt_at integer NULL,
    sent_at integer NULL,
    error text NULL
);
CREATE INDEX alert_mails_due ON alert_mails (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX alert_mails_alert ON alert_mails (alert_id);
