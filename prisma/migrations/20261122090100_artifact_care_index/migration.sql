-- slipway: not in a transaction
CREATE INDEX CONCURRENTLY "blob_workspace_scrubbed_at_id_idx" ON "blob"("workspace", "scrubbed_at", "id");
