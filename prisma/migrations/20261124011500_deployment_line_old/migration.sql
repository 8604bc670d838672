-- slipway: not in a transaction
DROP INDEX CONCURRENTLY IF EXISTS deployment_line;
