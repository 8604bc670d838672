-- slipway: not in a transaction
-- What was deployed where at an instant: later deployments are stepped over within the index. It takes the place of deployment_line; an end makes new
-- entries anyway, because its state has an index.
CREATE INDEX CONCURRENTLY "deployment_line_finished" ON "deployment" ("model_id", "stage", "target_id", "generation" DESC, "finished_at");
