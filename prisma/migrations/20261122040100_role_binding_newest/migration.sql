-- slipway: not in a transaction
-- Role bindings are listed newest first.
CREATE INDEX CONCURRENTLY "role_binding_workspace_created_at_id_idx" ON "role_binding" ("workspace", "created_at" DESC, "id" DESC);
