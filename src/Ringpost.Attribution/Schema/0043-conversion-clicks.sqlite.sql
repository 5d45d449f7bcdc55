-- The click behind a conversion, beside the conversion: one that has none pays nothing for it. The key is what a session may do once
-- (cake.md 2.8): dedup_no is 0 where the event allows no duplicates, else the conversion's id. html_shown: the browser was handed the affiliate's
-- HTML pixels.
CREATE TABLE conversion_clicks (
    click_id integer NOT NULL,
    event_id integer NOT NULL,
    dedup_no integer NOT NULL,
    conversion_id integer NULL,
    session_id integer NOT NULL,
    click_at integer NOT NULL,
    click_ip text NOT NULL,
    click_referrer text NULL,
    click_user_agent text NULL,
    udid text NULL,
    html_shown integer NOT NULL,
    PRIMARY KEY (click_id, event_id, dedup_no)
);
CREATE INDEX conversion_clicks_conversion ON conversion_clicks (conversion_id);

-- Which session a browser's pixel came from, so that a refused one can be run again; rows go with the clicks.
CREATE TABLE pixel_log_sessions (
    pixel_log_id integer PRIMARY KEY,
    session_id integer NOT NULL,
    at integer NOT NULL
);
CREATE INDEX pixel_log_sessions_at ON pixel_log_sessions (at);

-- How long after its click an event may be reported at the earliest (cake.md 2.6 step 7); NULL is at once.
ALTER TABLE offer_event_settings ADD COLUMN minimum_seconds integer NULL;

-- What was sold, as commerce pixels say it (cake.md 2.4). Amounts are millionths of currency; NULL is not sent or not readable.
CREATE TABLE conversion_orders (
    conversion_id integer PRIMARY KEY REFERENCES conversions (id),
    currency text NULL,
    total integer NULL,
    sub_total integer NULL,
    discount integer NULL,
    tax integer NULL,
    shipping integer NULL,
    voucher text NULL,
    coupons text NULL,
    country text NULL,
    region text NULL
);

CREATE TABLE conversion_order_lines (
    conversion_id integer NOT NULL REFERENCES conversions (id),
    line_no integer NOT NULL,
    sku text NOT NULL,
    quantity integer NOT NULL,
    price integer NOT NULL,
    discount integer NOT NULL,
    PRIMARY KEY (conversion_id, line_no)
);
