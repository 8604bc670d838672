-- slipway: not in a transaction
CREATE INDEX CONCURRENTLY "service_account_owner_id_idx" ON "service_account" ("owner_id");
