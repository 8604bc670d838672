-- slipway: not in a transaction
-- Those of an endpoint, newest first.
CREATE INDEX CONCURRENTLY "redelivery_endpoint_id_requested_at_id_idx" ON "redelivery" ("endpoint_id", "requested_at" DESC, "id" DESC);
