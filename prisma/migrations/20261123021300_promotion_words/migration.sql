-- slipway: not in a transaction
-- Which parts of the table speak of a requester or a stage at all.
CREATE INDEX CONCURRENTLY promotion_words ON promotion USING brin (requester_id text_bloom_ops (n_distinct_per_range = 256),
  (lower(to_stage)) text_bloom_ops (n_distinct_per_range = 32)) WITH (pages_per_range = 64, autosummarize = on);
