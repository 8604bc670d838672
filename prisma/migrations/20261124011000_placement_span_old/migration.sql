-- slipway: not in a transaction
DROP INDEX CONCURRENTLY IF EXISTS stage_placement_model_id_stage_from_at_idx;
