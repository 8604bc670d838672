-- slipway: not in a transaction
-- Living versions of a model by the time they were made: all of a span are found without reading those of other models, nor any row.
CREATE INDEX CONCURRENTLY model_version_created_in_model ON model_version (model_id, created_at) INCLUDE (workspace, version, id) WHERE deleted_at IS NULL;
