-- slipway: not in a transaction
-- Lists of one state. Most promotions are applied when they are written, and have no entry here.
CREATE INDEX CONCURRENTLY promotion_not_applied ON promotion (workspace, state, created_at DESC, id DESC) WHERE state <> 'applied';
