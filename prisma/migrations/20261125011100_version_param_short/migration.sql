-- slipway: not in a transaction
-- Values that fit an index row, whole: a search by their beginning reads the index alone.
CREATE INDEX CONCURRENTLY version_param_short ON version_param (workspace, key, value COLLATE "C", version_id DESC) WHERE length(value) <= 256;
