-- slipway: not in a transaction
-- An owner's models in the order of their names.
CREATE INDEX CONCURRENTLY "model_name_workspace_owner_name_name_model_id_idx" ON "model_name" ("workspace", "owner_name", "name", "model_id");
