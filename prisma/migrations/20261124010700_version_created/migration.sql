-- slipway: not in a transaction
-- Living versions by the time they were made, with what a list is judged and ordered by: all of a span are found without reading their rows. It takes the
-- place of model_version_workspace_created_at_id_idx.
CREATE INDEX CONCURRENTLY model_version_created ON model_version (workspace, created_at DESC, id DESC) INCLUDE (model_id, version) WHERE deleted_at IS NULL;
