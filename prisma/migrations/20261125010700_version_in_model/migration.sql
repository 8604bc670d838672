-- slipway: not in a transaction
-- Living versions of a model by their number, with what a page of them is found by: thousands are looked at without reading their rows.
CREATE INDEX CONCURRENTLY model_version_in_model ON model_version (model_id, version) INCLUDE (workspace, id) WHERE deleted_at IS NULL;
