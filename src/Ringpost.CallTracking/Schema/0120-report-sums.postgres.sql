-- Hours of calls that are over, added up once for the reports (decision 0021). Hours are numbered from 1970 in UTC.
CREATE TABLE call_report_hours (
    hour bigint PRIMARY KEY,
    filled bigint NOT NULL -- how often it was added up; 0: not yet
);

-- What an hour's calls, legs and ledger are added up to; texts are empty where there is none.
CREATE TABLE call_report_sums (
    legs bigint NOT NULL, -- 0: calls are counted, by campaign and publisher; 1: legs, by target and buyer too
    hour bigint NOT NULL,
    campaign_id text NOT NULL,
    publisher_id text NOT NULL,
    target_id text NOT NULL,
    buyer_id text NOT NULL,
    currency text NOT NULL,
    incoming bigint NOT NULL,
    blocked bigint NOT NULL,
    ivr_hangup bigint NOT NULL,
    connected bigint NOT NULL,
    paid bigint NOT NULL,
    converted bigint NOT NULL,
    duplicate bigint NOT NULL,
    revenue bigint NOT NULL,
    payout bigint NOT NULL,
    seconds bigint NOT NULL,
    cost bigint NOT NULL,
    cost_elsewhere bigint NOT NULL,
    disputed_revenue bigint NOT NULL, -- pending whatever the hold is
    disputed_payout bigint NOT NULL,
    earned_revenue bigint NOT NULL, -- of converted or paid calls: pending within the hold
    earned_payout bigint NOT NULL,
    dialed bigint NOT NULL, -- calls with a leg; 0 where legs are counted
    PRIMARY KEY (legs, hour, campaign_id, publisher_id, target_id, buyer_id, currency)
);

-- A row for each change to what an hour was added up from: the hour does not count before it is added up again.
CREATE TABLE call_report_changes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    hour bigint NOT NULL
);
CREATE INDEX call_report_changes_hour ON call_report_changes (hour);

-- The database itself sees to it, so that no writer can forget. A call in progress keeps its hour from being added up, so that its own changes
-- need no row.
CREATE FUNCTION call_changed_for_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO call_report_changes (hour) SELECT h.hour FROM call_report_hours h WHERE h.hour = NEW.arrived_at / 3600000;
    RETURN NULL;
END $$;

CREATE FUNCTION leg_changed_for_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO call_report_changes (hour)
    SELECT h.hour FROM calls c JOIN call_report_hours h ON h.hour = c.arrived_at / 3600000 WHERE c.id = NEW.call_id AND c.live = 0;
    RETURN NULL;
END $$;

CREATE FUNCTION amount_changed_for_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO call_report_changes (hour)
    SELECT h.hour FROM calls c JOIN call_report_hours h ON h.hour = c.arrived_at / 3600000 WHERE c.id = NEW.call_id;
    RETURN NULL;
END $$;

CREATE TRIGGER calls_inserted_for_report AFTER INSERT ON calls FOR EACH ROW EXECUTE FUNCTION call_changed_for_report();

CREATE TRIGGER calls_updated_for_report
AFTER UPDATE OF campaign_id, publisher_id, currency, live, blocked, incomplete, connected, paid, converted, duplicate, revenue, payout,
    call_seconds, cost, cost_currency, uncounted, history ON calls
FOR EACH ROW WHEN (OLD.live = 0) EXECUTE FUNCTION call_changed_for_report();

CREATE TRIGGER call_legs_changed_for_report AFTER INSERT OR UPDATE ON call_legs FOR EACH ROW EXECUTE FUNCTION leg_changed_for_report();

CREATE TRIGGER call_ledger_inserted_for_report AFTER INSERT ON call_ledger FOR EACH ROW EXECUTE FUNCTION amount_changed_for_report();

CREATE TRIGGER call_disputes_changed_for_report AFTER INSERT OR UPDATE ON call_adjustment_requests
FOR EACH ROW WHEN (NEW.cause IS NOT NULL) EXECUTE FUNCTION amount_changed_for_report();
