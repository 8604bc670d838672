-- slipway: not in a transaction
-- What the one before takes the place of.
DROP INDEX CONCURRENTLY IF EXISTS "model_name_workspace_owner_name_idx";
