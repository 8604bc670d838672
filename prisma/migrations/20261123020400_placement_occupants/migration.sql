-- slipway: not in a transaction
DROP INDEX CONCURRENTLY IF EXISTS stage_placement_occupants;
