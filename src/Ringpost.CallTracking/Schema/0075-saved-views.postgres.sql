-- A page's address under a name: its columns, filters, range and zone. owner: the id of the actor who saved it.
CREATE TABLE saved_views (
    id text PRIMARY KEY,
    page text NOT NULL, -- ViewPage
    owner text NOT NULL,
    owner_name text NOT NULL,
    name text NOT NULL,
    normalized_name text NOT NULL,
    query text NOT NULL,
    shared bigint NOT NULL, -- 1: everybody has it
    created_at bigint NOT NULL,
    changed_at bigint NOT NULL
);
CREATE UNIQUE INDEX saved_views_name ON saved_views (owner, page, normalized_name);
CREATE INDEX saved_views_shared ON saved_views (page) WHERE shared = 1;

-- The view that a page opens with, for each person.
CREATE TABLE saved_view_defaults (
    owner text NOT NULL,
    page text NOT NULL,
    view_id text NOT NULL REFERENCES saved_views (id),
    PRIMARY KEY (owner, page)
);
CREATE INDEX saved_view_defaults_view ON saved_view_defaults (view_id);
