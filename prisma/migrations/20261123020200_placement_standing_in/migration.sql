-- slipway: not in a transaction
-- What stands in a stage across models, newest version first. Without None, where every version begins and most stand: a registration writes no entry here.
CREATE INDEX CONCURRENTLY stage_placement_standing_in ON stage_placement (workspace, stage, version_id DESC) WHERE to_at IS NULL AND stage <> 'None';
