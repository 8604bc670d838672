-- slipway: not in a transaction
-- Which parts of the log speak of an actor, an action or a type of object at all.
CREATE INDEX CONCURRENTLY audit_entry_words ON audit_entry USING brin (actor_id text_bloom_ops (n_distinct_per_range = 256),
  action text_bloom_ops (n_distinct_per_range = 64), (lower(object_type)) text_bloom_ops (n_distinct_per_range = 32)) WITH (pages_per_range = 64, autosummarize = on);
