-- slipway: not in a transaction
-- Tokens are listed newest first.
CREATE INDEX CONCURRENTLY "api_token_workspace_created_at_id_idx" ON "api_token" ("workspace", "created_at" DESC, "id" DESC);
