-- slipway: not in a transaction
-- Lists of one state; most deployments have succeeded.
CREATE INDEX CONCURRENTLY deployment_not_succeeded ON deployment (workspace, state, created_at DESC, id DESC) WHERE state <> 'succeeded';
