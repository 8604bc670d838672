-- slipway: not in a transaction
-- Versions that are not ready, newest first: few. A registration of one that is ready, and a promotion, write no entry.
CREATE INDEX CONCURRENTLY model_version_state ON model_version (workspace, status, id DESC) WHERE status <> 'READY' AND deleted_at IS NULL;
