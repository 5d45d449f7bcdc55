-- Hours of calls that are over, added up once for the reports (decision 0021). Hours are numbered from 1970 in UTC.
CREATE TABLE call_report_hours (
    hour integer PRIMARY KEY,
    filled integer NOT NULL -- how often it was added up; 0: not yet
);

-- What an hour's calls, legs and ledger are added up to; texts are empty where there is none.
CREATE TABLE call_report_sums (
    legs integer NOT NULL, -- 0: calls are counted, by campaign and publisher; 1: legs, by target and buyer too
    hour integer NOT NULL,
    campaign_id text NOT NULL,
    publisher_id text NOT NULL,
    target_id text NOT NULL,
    buyer_id text NOT NULL,
    currency text NOT NULL,
    incoming integer NOT NULL,
    blocked integer NOT NULL,
    ivr_hangup integer NOT NULL,
    connected integer NOT NULL,
    paid integer NOT NULL,
    converted integer NOT NULL,
    duplicate integer NOT NULL,
    revenue integer NOT NULL,
    payout integer NOT NULL,
    seconds integer NOT NULL,
    cost integer NOT NULL,
    cost_elsewhere integer NOT NULL,
    disputed_revenue integer NOT NULL, -- pending whatever the hold is
    disputed_payout integer NOT NULL,
    earned_revenue integer NOT NULL, -- of converted or paid calls: pending within the hold
    earned_payout integer NOT NULL,
    dialed integer NOT NULL, -- calls with a leg; 0 where legs are counted
    PRIMARY KEY (legs, hour, campaign_id, publisher_id, target_id, buyer_id, currency)
) WITHOUT ROWID;

-- A row for each change to what an hour was added up from: the hour does not count before it is added up again.
CREATE TABLE call_report_changes (
    id integer PRIMARY KEY,
    hour integer NOT NULL
);
CREATE INDEX call_report_changes_hour ON call_report_changes (hour);

-- The database itself sees to it, so that no writer can forget. A call in progress keeps its hour from being added up, so that its own changes
-- need no row.
CREATE TRIGGER calls_inserted_for_report AFTER INSERT ON calls
BEGIN
    INSERT INTO call_report_changes (hour) SELECT h.hour FROM call_report_hours h WHERE h.hour = NEW.arrived_at / 3600000;
END;

CREATE TRIGGER calls_updated_for_report
AFTER UPDATE OF campaign_id, publisher_id, currency, live, blocked, incomplete, connected, paid, converted, duplicate, revenue, payout,
    call_seconds, cost, cost_currency, uncounted, history ON calls
WHEN OLD.live = 0
BEGIN
    INSERT INTO call_report_changes (hour) SELECT h.hour FROM call_report_hours h WHERE h.hour = OLD.arrived_at / 3600000;
END;

CREATE TRIGGER call_legs_inserted_for_report AFTER INSERT ON call_legs
BEGIN
    INSERT INTO call_report_changes (hour)
    SELECT h.hour FROM calls c JOIN call_report_hours h ON h.hour = c.arrived_at / 3600000 WHERE c.id = NEW.call_id AND c.live = 0;
END;

CREATE TRIGGER call_legs_updated_for_report AFTER UPDATE ON call_legs
BEGIN
    INSERT INTO call_report_changes (hour)
    SELECT h.hour FROM calls c JOIN call_report_hours h ON h.hour = c.arrived_at / 3600000 WHERE c.id = NEW.call_id AND c.live = 0;
END;

CREATE TRIGGER call_ledger_inserted_for_report AFTER INSERT ON call_ledger
BEGIN
    INSERT INTO call_report_changes (hour)
    SELECT h.hour FROM calls c JOIN call_report_hours h ON h.hour = c.arrived_at / 3600000 WHERE c.id = NEW.call_id;
END;

CREATE TRIGGER call_disputes_inserted_for_report AFTER INSERT ON call_adjustment_requests
WHEN NEW.cause IS NOT NULL
BEGIN
    INSERT INTO call_report_changes (hour)
    SELECT h.hour FROM calls c JOIN call_report_hours h ON h.hour = c.arrived_at / 3600000 WHERE c.id = NEW.call_id;
END;

CREATE TRIGGER call_disputes_updated_for_report AFTER UPDATE ON call_adjustment_requests
WHEN NEW.cause IS NOT NULL
BEGIN
    INSERT INTO call_report_changes (hour)
    SELECT h.hour FROM calls c JOIN call_report_hours h ON h.hour = c.arrived_at / 3600000 WHERE c.id = NEW.call_id;
END;
