-- The offer's link stands in its default contract.
ALTER TABLE offer_click_settings DROP COLUMN link;
