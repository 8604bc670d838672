-- slipway: not in a transaction
-- Which parts of the log speak of a type or a stage at all: finds what is rare, or shows that there is none, and costs a write next to nothing.
CREATE INDEX CONCURRENTLY event_words ON event USING brin (type text_bloom_ops (n_distinct_per_range = 64),
  (lower(stage)) text_bloom_ops (n_distinct_per_range = 32), (lower(data->>'fromStage')) text_bloom_ops (n_distinct_per_range = 32),
  (lower(data->>'toStage')) text_bloom_ops (n_distinct_per_range = 32)) WITH (pages_per_range = 64, autosummarize = on);
