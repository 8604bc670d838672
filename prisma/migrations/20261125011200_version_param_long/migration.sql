-- slipway: not in a transaction
-- The few values that do not, by the characters that fit: without this index a search by a beginning would read all values for them.
CREATE INDEX CONCURRENTLY version_param_long ON version_param (workspace, key, (left(value, 256)) COLLATE "C", version_id DESC) WHERE length(value) > 256;
