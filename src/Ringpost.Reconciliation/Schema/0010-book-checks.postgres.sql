-- A run of the double-entry check, and what did not add up; at most a thousand differences are kept of a run.
CREATE TABLE book_checks (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    started_at bigint NOT NULL,
    finished_at bigint NOT NULL,
    amounts bigint NOT NULL, -- looked at
    differences bigint NOT NULL,
    actor_name text NOT NULL
);

CREATE TABLE book_differences (
    check_id bigint NOT NULL REFERENCES book_checks (id),
    no bigint NOT NULL,
    kind text NOT NULL, -- BookDifferenceKind
    subject text NOT NULL,
    expected text NOT NULL,
    found text NOT NULL,
    currency text NULL,
    PRIMARY KEY (check_id, no)
);
