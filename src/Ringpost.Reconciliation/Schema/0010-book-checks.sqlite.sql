-- A run of the double-entry check, and what did not add up; at most a thousand differences are kept of a run.
CREATE TABLE book_checks (
    id integer PRIMARY KEY AUTOINCREMENT,
    started_at integer NOT NULL,
    finished_at integer NOT NULL,
    amounts integer NOT NULL, -- looked at
    differences integer NOT NULL,
    actor_name text NOT NULL
);

CREATE TABLE book_differences (
    check_id integer NOT NULL REFERENCES book_checks (id),
    no integer NOT NULL,
    kind text NOT NULL, -- BookDifferenceKind
    subject text NOT NULL,
    expected text NOT NULL,
    found text NOT NULL,
    currency text NULL,
    PRIMARY KEY (check_id, no)
);
