-- Which process starts the deliveries of an endpoint now: while one claims and starts, others stand back, so that first attempts of one
-- model are started in order (rule 4). Held for moments, and free again by itself when its process dies.
ALTER TABLE webhook_endpoint ADD COLUMN drain_owner TEXT;
ALTER TABLE webhook_endpoint ADD COLUMN drain_until TIMESTAMPTZ(3);

-- Claims go by position, however long the line is.
CREATE INDEX delivery_claim ON delivery (endpoint_id, position) WHERE state IN ('pending', 'failing');
-- A claim writes columns that no index holds: with room on the page it touches no index either.
ALTER TABLE delivery SET (fillfactor = 70);
