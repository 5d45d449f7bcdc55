-- JSON (Routing/DuplicateRestriction): whether a target, or a buyer's targets, take a caller again; null on a target is as its buyer says.
ALTER TABLE targets ADD COLUMN restrict_duplicates text NULL;
ALTER TABLE buyers ADD COLUMN restrict_duplicates text NULL;
-- Revenue recovery: a target that hangs up before so many connected seconds passes the caller on. Null on a target is as the campaign says,
-- 0 is never. reroute_attempts: how many connections a call may have had and still be taken.
ALTER TABLE call_campaigns ADD COLUMN recover_seconds integer NOT NULL DEFAULT 0;
ALTER TABLE targets ADD COLUMN recover_seconds integer NULL;
ALTER TABLE targets ADD COLUMN reroute_attempts integer NULL;
ALTER TABLE buyers ADD COLUMN reroute_attempts integer NULL;
