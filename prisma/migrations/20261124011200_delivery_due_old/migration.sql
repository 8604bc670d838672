-- slipway: not in a transaction
DROP INDEX CONCURRENTLY IF EXISTS delivery_due;
