-- Caps that were met stand among all alerts; cap_alerts stays for nodes of an older version.
INSERT INTO alerts (at, kind, subject, note, ended, told, seen_at, seen_by)
SELECT at, 'ConversionCapMet', 'cap:' || cap_id, note, 0, 1, seen_at, seen_by FROM cap_alerts ORDER BY id;
