-- What the reports count, before it is folded into their rollups (architecture 4.13): one row per writing transaction, appended by it.
-- cells: entries as Reports/ReportDeltas.cs writes them.
CREATE TABLE report_deltas (
    id integer PRIMARY KEY AUTOINCREMENT,
    cells text NOT NULL
);

-- Append-only, beside conversion_ledger: each later change of a conversion's disposition, with the amounts that it moved from one to the other
-- and the moment whose report carries the move. The first disposition is the oldest row's, else the conversion's own.
CREATE TABLE conversion_dispositions (
    id integer PRIMARY KEY AUTOINCREMENT,
    conversion_id integer NOT NULL REFERENCES conversions (id),
    from_disposition text NOT NULL,
    to_disposition text NOT NULL,
    received integer NOT NULL,
    paid integer NOT NULL,
    recorded_at integer NOT NULL,
    effective_at integer NOT NULL,
    actor_id text NOT NULL,
    reason text NOT NULL
);
CREATE INDEX conversion_dispositions_conversion ON conversion_dispositions (conversion_id, id);
CREATE INDEX conversion_dispositions_effective ON conversion_dispositions (effective_at);

-- The moment whose report carries the entry, and the disposition of the conversion when it was made; both null in entries of earlier versions,
-- which count at the conversion's own moment and disposition.
ALTER TABLE conversion_ledger ADD COLUMN effective_at integer NULL;
ALTER TABLE conversion_ledger ADD COLUMN disposition text NULL;
CREATE INDEX conversion_ledger_effective ON conversion_ledger (effective_at);
