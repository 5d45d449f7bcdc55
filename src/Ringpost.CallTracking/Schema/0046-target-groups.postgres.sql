-- JSON: the targets that ring together where the destination's type is Group.
ALTER TABLE targets ADD COLUMN members text NULL;
-- ring: the number of the first of the legs that rang together, null where one rang alone. lost: another of them got the call.
-- answered_by: the carrier's id of the leg that answered, as the dial's result names it.
ALTER TABLE call_legs ADD COLUMN ring bigint NULL;
ALTER TABLE call_legs ADD COLUMN lost bigint NOT NULL DEFAULT 0;
ALTER TABLE call_legs ADD COLUMN answered_by text NULL;
