-- slipway: not in a transaction
CREATE INDEX CONCURRENTLY "model_name_workspace_owner_name_idx" ON "model_name" ("workspace", "owner_name");
