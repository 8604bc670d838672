-- slipway: not in a transaction
-- Versions of all models by their number, and of one number newest first.
CREATE INDEX CONCURRENTLY "model_version_workspace_version_id_idx" ON "model_version" ("workspace", "version", "id");
