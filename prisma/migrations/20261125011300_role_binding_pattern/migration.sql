-- slipway: not in a transaction
-- Who has a role on this pattern, newest first: without this index all bindings of the workspace are looked at.
CREATE INDEX CONCURRENTLY role_binding_pattern ON role_binding (workspace, pattern, created_at DESC, id DESC);
