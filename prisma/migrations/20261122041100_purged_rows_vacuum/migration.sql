-- These tables lose their oldest rows all the time. Swept when a fiftieth is gone and not a fifth, so that no read has to step over what was deleted, and
-- without giving the end of the file back to the disk, which would lock the table for a moment.
ALTER TABLE delivery_attempt SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000, vacuum_truncate = off);
ALTER TABLE idempotency_key SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000, vacuum_truncate = off);
