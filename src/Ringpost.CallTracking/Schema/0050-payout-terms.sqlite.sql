-- A share of the call's revenue instead of a fixed amount: millionths of a percent, limits in millionths of the currency. filters and hours as
-- of targets. dedupe_seconds: -1 never again, 0 always, else the seconds between the arrivals of two calls of a caller.
ALTER TABLE payout_rules ADD COLUMN share_percent integer NULL;
ALTER TABLE payout_rules ADD COLUMN share_minimum integer NULL;
ALTER TABLE payout_rules ADD COLUMN share_maximum integer NULL;
ALTER TABLE payout_rules ADD COLUMN filters text NOT NULL DEFAULT '[]';
ALTER TABLE payout_rules ADD COLUMN hours text NULL;
ALTER TABLE payout_rules ADD COLUMN dedupe_seconds integer NOT NULL DEFAULT 0;
ALTER TABLE call_campaigns ADD COLUMN one_payout_per_caller integer NOT NULL DEFAULT 0;

-- lengths: JSON list of further call lengths with what each earns.
ALTER TABLE routes ADD COLUMN lengths text NOT NULL DEFAULT '[]';
ALTER TABLE routes ADD COLUMN dedupe_seconds integer NOT NULL DEFAULT 0;
ALTER TABLE call_legs ADD COLUMN convert_lengths text NOT NULL DEFAULT '[]';
ALTER TABLE call_legs ADD COLUMN convert_dedupe integer NOT NULL DEFAULT 0;

-- Of a Duplicate: the earlier call that earned, and the window that it lies in.
ALTER TABLE call_legs ADD COLUMN earlier_call_id text NULL;
ALTER TABLE call_legs ADD COLUMN earlier_at integer NULL;
ALTER TABLE calls ADD COLUMN payout_earlier_id text NULL;
ALTER TABLE calls ADD COLUMN payout_earlier_at integer NULL;
ALTER TABLE calls ADD COLUMN payout_window integer NULL;

-- A caller's calls that earned, for the windows.
CREATE INDEX calls_paid ON calls (campaign_id, caller, arrived_at) WHERE paid = 1;
CREATE INDEX calls_converted ON calls (caller, arrived_at) WHERE converted = 1;
