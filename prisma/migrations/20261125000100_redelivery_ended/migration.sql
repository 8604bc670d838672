-- slipway: not in a transaction
-- Those that are under way, for the workers; and those that ended longest ago, for the purge.
CREATE INDEX CONCURRENTLY "redelivery_ended_at_idx" ON "redelivery" ("ended_at");
