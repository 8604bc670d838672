-- slipway: not in a transaction
-- slipway: only with the extension pg_trgm
-- Parts of run ids, in an index of their own: a search for one of the two shows by itself that the row is in its index.
CREATE INDEX CONCURRENTLY version_text_run_parts ON version_text USING gin (run_id gin_trgm_ops) WITH (gin_pending_list_limit = 64) WHERE run_id IS NOT NULL;
