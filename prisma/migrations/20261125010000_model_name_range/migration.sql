-- slipway: not in a transaction
-- Whose names begin alike, with their ids: what somebody may read who reads a team's models is found in the index alone.
CREATE INDEX CONCURRENTLY "model_name_workspace_name_model_id_idx" ON "model_name" ("workspace", "name", "model_id");
