-- slipway: not in a transaction
-- The few that are damaged, for the alert.
CREATE INDEX CONCURRENTLY blob_damaged ON blob (workspace) WHERE damaged_at IS NOT NULL;
