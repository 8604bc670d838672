-- slipway: not in a transaction
-- By source and its beginnings, whatever the database's locale is. The whole value may not fit an index row; queries check it again.
CREATE INDEX CONCURRENTLY model_version_source ON model_version (workspace, (left(source, 256)) COLLATE "C", id DESC);
