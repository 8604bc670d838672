-- slipway: not in a transaction
-- Which parts of the table speak of an owner at all. The condition always holds; the schema language knows no such index but a partial one it leaves alone.
CREATE INDEX CONCURRENTLY registered_model_words ON registered_model USING brin (owner_name text_bloom_ops (n_distinct_per_range = 256)) WITH (pages_per_range = 64, autosummarize = on) WHERE owner_name IS NOT NULL;
