-- slipway: not in a transaction
-- The versions that bear an alias over all models, newest first.
CREATE INDEX CONCURRENTLY "model_alias_workspace_alias_version_id_idx" ON "model_alias" ("workspace", "alias", "version_id" DESC);
