-- slipway: not in a transaction
-- Searches for what failed or waits; a version that is READY has no entry here.
CREATE INDEX CONCURRENTLY model_version_not_ready ON model_version (workspace, id DESC) WHERE status <> 'READY';
