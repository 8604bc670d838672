-- slipway: not in a transaction
-- Names that end alike. The condition always holds; the schema language leaves partial indexes alone.
CREATE INDEX CONCURRENTLY model_name_backwards ON model_name (workspace, reverse(name), model_id) WHERE name IS NOT NULL;
