-- slipway: not in a transaction
-- As delivery_due, whose place it takes, and tells those that were never tried from those that failed without reading them.
CREATE INDEX CONCURRENTLY delivery_due_state ON delivery (endpoint_id, next_attempt_at, state) WHERE state IN ('pending', 'failing');
