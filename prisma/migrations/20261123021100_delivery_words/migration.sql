-- slipway: not in a transaction
-- Which parts of the log speak of an event type at all. The condition always holds; the schema language knows no such index but a partial one it leaves alone.
CREATE INDEX CONCURRENTLY delivery_words ON delivery USING brin (event_type text_bloom_ops (n_distinct_per_range = 64)) WITH (pages_per_range = 64, autosummarize = on) WHERE event_type IS NOT NULL;
