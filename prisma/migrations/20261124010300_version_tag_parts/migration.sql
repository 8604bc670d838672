-- slipway: not in a transaction
-- slipway: only with the extension pg_trgm
-- Parts of the values of tags. New entries wait in a list that a search reads too, of 64 kB at most. The condition always holds; the schema language
-- leaves partial indexes alone.
CREATE INDEX CONCURRENTLY version_tag_parts ON version_tag USING gin (value gin_trgm_ops) WITH (gin_pending_list_limit = 64) WHERE value IS NOT NULL;
