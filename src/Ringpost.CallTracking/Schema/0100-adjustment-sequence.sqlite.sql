-- Which of its call's adjustments it is, from 1: by it a receiver knows an older one from a newer. NULL is of a version before.
ALTER TABLE call_adjustments ADD COLUMN sequence integer NULL;
UPDATE call_adjustments SET sequence = (
    SELECT count(*) FROM call_adjustments b WHERE b.call_id = call_adjustments.call_id
    AND (b.recorded_at < call_adjustments.recorded_at OR (b.recorded_at = call_adjustments.recorded_at AND b.id <= call_adjustments.id))
);
