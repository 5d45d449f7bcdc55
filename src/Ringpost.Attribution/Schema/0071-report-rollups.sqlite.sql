-- What reports read (architecture 4.13): sums per span of time and what they belong to, folded from report_deltas. quarter: 15 minutes of UTC,
-- counted from 1970; hour likewise. Amounts are kept as whole units and the millionths that are left, added up apart: anybody can send the
-- largest amount a few times, and a sum of millionths would leave 64 bits. Received and paid are those of approved records.
-- Zones whose days begin at whole hours read hours; others, and edges between hours, read quarters.

CREATE TABLE report_offer_hours (
    span integer NOT NULL,
    advertiser_id integer NOT NULL,
    offer_id integer NOT NULL,
    event_id integer NOT NULL,
    currency text NOT NULL,
    unique_clicks integer NOT NULL,
    duplicate_clicks integer NOT NULL,
    approved integer NOT NULL,
    pending integer NOT NULL,
    rejected integer NOT NULL,
    returned integer NOT NULL,
    received integer NOT NULL,
    received_rest integer NOT NULL,
    paid integer NOT NULL,
    paid_rest integer NOT NULL,
    pending_received integer NOT NULL,
    pending_received_rest integer NOT NULL,
    pending_paid integer NOT NULL,
    pending_paid_rest integer NOT NULL,
    PRIMARY KEY (span, offer_id, event_id, advertiser_id, currency)
) WITHOUT ROWID;

CREATE TABLE report_offer_quarters (
    span integer NOT NULL,
    advertiser_id integer NOT NULL,
    offer_id integer NOT NULL,
    event_id integer NOT NULL,
    currency text NOT NULL,
    unique_clicks integer NOT NULL,
    duplicate_clicks integer NOT NULL,
    approved integer NOT NULL,
    pending integer NOT NULL,
    rejected integer NOT NULL,
    returned integer NOT NULL,
    received integer NOT NULL,
    received_rest integer NOT NULL,
    paid integer NOT NULL,
    paid_rest integer NOT NULL,
    pending_received integer NOT NULL,
    pending_received_rest integer NOT NULL,
    pending_paid integer NOT NULL,
    pending_paid_rest integer NOT NULL,
    PRIMARY KEY (span, offer_id, event_id, advertiser_id, currency)
) WITHOUT ROWID;

CREATE TABLE report_campaign_quarters (
    span integer NOT NULL,
    advertiser_id integer NOT NULL,
    offer_id integer NOT NULL,
    affiliate_id integer NOT NULL,
    campaign_id integer NOT NULL,
    creative_id integer NOT NULL,
    event_id integer NOT NULL,
    currency text NOT NULL,
    unique_clicks integer NOT NULL,
    duplicate_clicks integer NOT NULL,
    approved integer NOT NULL,
    pending integer NOT NULL,
    rejected integer NOT NULL,
    returned integer NOT NULL,
    received integer NOT NULL,
    received_rest integer NOT NULL,
    paid integer NOT NULL,
    paid_rest integer NOT NULL,
    pending_received integer NOT NULL,
    pending_received_rest integer NOT NULL,
    pending_paid integer NOT NULL,
    pending_paid_rest integer NOT NULL,
    PRIMARY KEY (span, campaign_id, event_id, creative_id, advertiser_id, currency)
) WITHOUT ROWID;

-- Entries of earlier versions count at their conversion's own moment and disposition.
UPDATE conversion_ledger SET effective_at = (SELECT c.at FROM conversions c WHERE c.id = conversion_id), disposition = (SELECT c.disposition FROM conversions c WHERE c.id = conversion_id)
    WHERE effective_at IS NULL;

INSERT INTO report_campaign_quarters
SELECT e.at / 900000, e.advertiser_id, e.offer_id, e.affiliate_id, e.campaign_id, e.creative_id, e.event_id, e.currency,
    sum(CASE WHEN e.disposition = 'unique' THEN 1 ELSE 0 END),
    sum(CASE WHEN e.disposition = 'duplicate' THEN 1 ELSE 0 END),
    sum(CASE WHEN e.disposition = 'approved' THEN e.n ELSE 0 END),
    sum(CASE WHEN e.disposition = 'pending' THEN e.n ELSE 0 END),
    sum(CASE WHEN e.disposition = 'rejected' THEN e.n ELSE 0 END),
    sum(CASE WHEN e.disposition = 'returned' THEN e.n ELSE 0 END),
    sum(CASE WHEN e.disposition = 'approved' THEN e.received / 1000000 ELSE 0 END),
    sum(CASE WHEN e.disposition = 'approved' THEN e.received % 1000000 ELSE 0 END),
    sum(CASE WHEN e.disposition = 'approved' THEN e.paid / 1000000 ELSE 0 END),
    sum(CASE WHEN e.disposition = 'approved' THEN e.paid % 1000000 ELSE 0 END),
    sum(CASE WHEN e.disposition = 'pending' THEN e.received / 1000000 ELSE 0 END),
    sum(CASE WHEN e.disposition = 'pending' THEN e.received % 1000000 ELSE 0 END),
    sum(CASE WHEN e.disposition = 'pending' THEN e.paid / 1000000 ELSE 0 END),
    sum(CASE WHEN e.disposition = 'pending' THEN e.paid % 1000000 ELSE 0 END)
FROM (
    SELECT c.at, c.advertiser_id, c.offer_id, c.affiliate_id, c.campaign_id, c.creative_id, c.event_id, c.currency, c.disposition, 1 AS n, c.received, c.paid
    FROM conversions c WHERE c.test = 0
    UNION ALL
    SELECT l.effective_at, c.advertiser_id, c.offer_id, c.affiliate_id, c.campaign_id, c.creative_id, c.event_id, c.currency, l.disposition, 0,
        CASE WHEN l.side = 'received' THEN l.amount ELSE 0 END, CASE WHEN l.side = 'paid' THEN l.amount ELSE 0 END
    FROM conversion_ledger l JOIN conversions c ON c.id = l.conversion_id WHERE c.test = 0
    UNION ALL
    SELECT c.at, c.advertiser_id, c.offer_id, c.affiliate_id, c.campaign_id, c.creative_id, 0, o.currency, CASE WHEN c.duplicate_of IS NULL THEN 'unique' ELSE 'duplicate' END, 0, 0, 0
    FROM clicks c JOIN offers o ON o.id = c.offer_id WHERE c.bot = 0
) e
GROUP BY e.at / 900000, e.advertiser_id, e.offer_id, e.affiliate_id, e.campaign_id, e.creative_id, e.event_id, e.currency;

INSERT INTO report_offer_quarters
SELECT span, advertiser_id, offer_id, event_id, currency, sum(unique_clicks), sum(duplicate_clicks), sum(approved), sum(pending), sum(rejected), sum(returned), sum(received), sum(received_rest), sum(paid), sum(paid_rest), sum(pending_received), sum(pending_received_rest), sum(pending_paid), sum(pending_paid_rest)
FROM report_campaign_quarters GROUP BY span, advertiser_id, offer_id, event_id, currency;

INSERT INTO report_offer_hours
SELECT span / 4, advertiser_id, offer_id, event_id, currency, sum(unique_clicks), sum(duplicate_clicks), sum(approved), sum(pending), sum(rejected), sum(returned), sum(received), sum(received_rest), sum(paid), sum(paid_rest), sum(pending_received), sum(pending_received_rest), sum(pending_paid), sum(pending_paid_rest)
FROM report_offer_quarters GROUP BY span / 4, advertiser_id, offer_id, event_id, currency;

DELETE FROM report_deltas;
