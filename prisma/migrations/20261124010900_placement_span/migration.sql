-- slipway: not in a transaction
-- What stood in a stage of a model at an instant: what has ended by then is stepped over within the index. It takes the place of
-- stage_placement_model_id_stage_from_at_idx; an end makes new entries anyway.
CREATE INDEX CONCURRENTLY "stage_placement_model_id_stage_from_at_to_at_idx" ON "stage_placement" ("model_id", "stage", "from_at" DESC, "to_at");
