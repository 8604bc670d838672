-- slipway: not in a transaction
-- Lists of what was given up. A delivery that arrives has no entry here.
CREATE INDEX CONCURRENTLY delivery_dead ON delivery (workspace, created_at DESC, id DESC) WHERE state = 'dead';
