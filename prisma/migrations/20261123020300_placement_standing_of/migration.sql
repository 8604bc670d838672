-- slipway: not in a transaction
-- What stands in a stage of a model, latest first, however many have left it. It takes the place of stage_placement_occupants.
CREATE INDEX CONCURRENTLY stage_placement_standing_of ON stage_placement (model_id, stage, from_at DESC) WHERE to_at IS NULL;
