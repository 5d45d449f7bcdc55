CREATE TABLE call_campaigns (
    id text PRIMARY KEY,
    name text NOT NULL,
    country text NOT NULL,
    tracking_id text NOT NULL,
    currency text NOT NULL,
    enabled bigint NOT NULL,
    dial_attempts bigint NOT NULL,
    record_calls bigint NOT NULL,
    created_at bigint NOT NULL,
    archived_at bigint NULL
);

CREATE TABLE publishers (
    id text PRIMARY KEY,
    name text NOT NULL,
    sub_id text NOT NULL,
    enabled bigint NOT NULL,
    created_at bigint NOT NULL,
    archived_at bigint NULL
);

CREATE TABLE buyers (
    id text PRIMARY KEY,
    name text NOT NULL,
    sub_id text NOT NULL,
    enabled bigint NOT NULL,
    created_at bigint NOT NULL,
    archived_at bigint NULL
);

CREATE TABLE targets (
    id text PRIMARY KEY,
    name text NOT NULL,
    buyer_id text NULL REFERENCES buyers (id),
    destination_type text NOT NULL,
    destination text NOT NULL,
    ring_seconds bigint NOT NULL,
    concurrency_cap bigint NULL,
    enabled bigint NOT NULL,
    created_at bigint NOT NULL,
    archived_at bigint NULL
);
CREATE INDEX targets_buyer ON targets (buyer_id);

-- Amounts are millionths of the campaign's currency.
CREATE TABLE routes (
    id text PRIMARY KEY,
    campaign_id text NOT NULL REFERENCES call_campaigns (id),
    target_id text NOT NULL REFERENCES targets (id),
    priority bigint NOT NULL,
    weight bigint NOT NULL,
    convert_on text NOT NULL,
    convert_seconds bigint NOT NULL,
    timer_start text NOT NULL,
    revenue bigint NOT NULL,
    enabled bigint NOT NULL,
    created_at bigint NOT NULL
);
CREATE UNIQUE INDEX routes_campaign_target ON routes (campaign_id, target_id);
CREATE INDEX routes_target ON routes (target_id);

CREATE TABLE payout_rules (
    id text PRIMARY KEY,
    campaign_id text NOT NULL REFERENCES call_campaigns (id),
    publisher_id text NULL REFERENCES publishers (id),
    position bigint NOT NULL,
    pays_on text NOT NULL,
    seconds bigint NOT NULL,
    timer_start text NOT NULL,
    amount bigint NOT NULL,
    created_at bigint NOT NULL
);
CREATE INDEX payout_rules_campaign ON payout_rules (campaign_id);

-- A number that is given up keeps its row: calls name it. Only one living row may have it.
CREATE TABLE tracking_numbers (
    id text PRIMARY KEY,
    number text NOT NULL,
    campaign_id text NOT NULL REFERENCES call_campaigns (id),
    publisher_id text NULL REFERENCES publishers (id),
    enabled bigint NOT NULL,
    created_at bigint NOT NULL,
    archived_at bigint NULL
);
CREATE UNIQUE INDEX tracking_numbers_number ON tracking_numbers (number) WHERE archived_at IS NULL;
CREATE INDEX tracking_numbers_campaign ON tracking_numbers (campaign_id);
CREATE INDEX tracking_numbers_publisher ON tracking_numbers (publisher_id);

-- headers is a JSON object of texts.
CREATE TABLE pixels (
    id text PRIMARY KEY,
    name text NOT NULL,
    fire_on text NOT NULL,
    url text NOT NULL,
    method text NOT NULL,
    headers text NOT NULL,
    body text NULL,
    content_type text NULL,
    success_rule text NOT NULL,
    enabled bigint NOT NULL,
    created_at bigint NOT NULL,
    archived_at bigint NULL
);

-- position is the order of attachment, in which a campaign's pixels fire (ringba.md 5.3).
CREATE TABLE campaign_pixels (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    campaign_id text NOT NULL REFERENCES call_campaigns (id),
    pixel_id text NOT NULL REFERENCES pixels (id),
    attached_at bigint NOT NULL
);
CREATE UNIQUE INDEX campaign_pixels_pair ON campaign_pixels (campaign_id, pixel_id);
CREATE INDEX campaign_pixels_pixel ON campaign_pixels (pixel_id);
