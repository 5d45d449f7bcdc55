-- JSON (Routing/Fallback): who takes a call that no target can take; null is as the instance says.
ALTER TABLE call_campaigns ADD COLUMN fallback text NULL;
