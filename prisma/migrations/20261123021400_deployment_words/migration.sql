-- slipway: not in a transaction
-- Which parts of the table speak of a target or a stage at all.
CREATE INDEX CONCURRENTLY deployment_words ON deployment USING brin (target_id text_bloom_ops (n_distinct_per_range = 64),
  target_name text_bloom_ops (n_distinct_per_range = 64), (lower(stage)) text_bloom_ops (n_distinct_per_range = 32)) WITH (pages_per_range = 64, autosummarize = on);
