-- The click behind a conversion, beside the conversion: one that has none pays nothing for it. The key is what a session may do once
-- (cake.md 2.8): dedup_no is 0 where the event allows no duplicates, else the conversion's id. html_shown: the browser was handed the affiliate's
-- HTML pixels.
CREATE TABLE conversion_clicks (
    click_id bigint NOT NULL,
    event_id bigint NOT NULL,
    dedup_no bigint NOT NULL,
    conversion_id bigint NULL,
    session_id bigint NOT NULL,
    click_at bigint NOT NULL,
    click_ip text NOT NULL,
    click_referrer text NULL,
    click_user_agent text NULL,
    udid text NULL,
    html_shown bigint NOT NULL,
    PRIMARY KEY (click_id, event_id, dedup_no)
);
CREATE INDEX conversion_clicks_conversion ON conversion_clicks (conversion_id);

-- Which session a browser's pixel came from, so that a refused one can be run again; rows go with the clicks.
CREATE TABLE pixel_log_sessions (
    pixel_log_id bigint PRIMARY KEY,
    session_id bigint NOT NULL,
    at bigint NOT NULL
);
CREATE INDEX pixel_log_sessions_at ON pixel_log_sessions (at);

-- How long after its click an event may be reported at the earliest (cake.md 2.6 step 7); NULL is at once.
ALTER TABLE offer_event_settings ADD COLUMN minimum_seconds bigint NULL;

-- What was sold, as commerce pixels say it (cake.md 2.4). Amounts are millionths of currency; NULL is not sent or not readable.
CREATE TABLE conversion_orders (
    conversion_id bigint PRIMARY KEY REFERENCES conversions (id),
    currency text NULL,
    total bigint NULL,
    sub_total bigint NULL,
    discount bigint NULL,
    tax bigint NULL,
    shipping bigint NULL,
    voucher text NULL,
    coupons text NULL,
    country text NULL,
    region text NULL
);

CREATE TABLE conversion_order_lines (
    conversion_id bigint NOT NULL REFERENCES conversions (id),
    line_no bigint NOT NULL,
    sku text NOT NULL,
    quantity bigint NOT NULL,
    price bigint NOT NULL,
    discount bigint NOT NULL,
    PRIMARY KEY (conversion_id, line_no)
);
