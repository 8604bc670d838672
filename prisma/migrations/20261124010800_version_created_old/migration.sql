-- slipway: not in a transaction
DROP INDEX CONCURRENTLY IF EXISTS model_version_workspace_created_at_id_idx;
