-- A week of one offer by affiliate, campaign or creative reads that offer's rows alone.
CREATE INDEX report_campaign_quarters_offer ON report_campaign_quarters (offer_id, span);
