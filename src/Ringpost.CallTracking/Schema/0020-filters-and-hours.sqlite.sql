-- JSON: tag filters (Filters/TagFilter) and the hours of a week (Hours/OpeningHours); null hours are always open.
ALTER TABLE targets ADD COLUMN filters text NOT NULL DEFAULT '[]';
ALTER TABLE targets ADD COLUMN hours text NULL;
ALTER TABLE pixels ADD COLUMN filters text NOT NULL DEFAULT '[]';
