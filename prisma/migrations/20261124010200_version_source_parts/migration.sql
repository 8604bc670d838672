-- slipway: not in a transaction
-- slipway: only with the extension pg_trgm
-- Parts of sources. New entries wait in a list that a search reads too, of 64 kB at most. The condition always holds; the schema language leaves
-- partial indexes alone.
CREATE INDEX CONCURRENTLY version_text_source_parts ON version_text USING gin (source gin_trgm_ops) WITH (gin_pending_list_limit = 64) WHERE source IS NOT NULL;
