-- Dispatches events: gives them their gapless positions in this order, and writes their deliveries, each event and endpoint once.
-- Answers the ids of the deployments that were queued with these promotions, or null, and does nothing, where another relay was quicker with
-- one of the events. One relay at a time, over all processes: the lock is the one that the relay of earlier releases takes too.
-- Each statement of a function sees what was committed before it, so what is read behind the lock is what stands.
CREATE FUNCTION slipway_dispatch(
  p_workspace text,
  p_events text[],
  p_deliveries text[],
  p_endpoints text[],
  p_delivery_events text[],
  p_promotions text[]
) RETURNS text[] LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_base bigint;
  -- Cut, not rounded, to milliseconds: a rounded time may lie in the future, and what is due then is missed now.
  v_now timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock(7305221001);
  IF (SELECT count(*) FROM event WHERE id = ANY(p_events) AND position IS NULL) <> cardinality(p_events) THEN
    RETURN NULL;
  END IF;
  UPDATE workspace SET position = position + cardinality(p_events) WHERE name = p_workspace
    RETURNING position - cardinality(p_events) INTO v_base;
  UPDATE event e SET position = v_base + t.n FROM unnest(p_events) WITH ORDINALITY AS t(id, n) WHERE e.id = t.id;
  v_now := date_trunc('milliseconds', clock_timestamp());
  INSERT INTO delivery (id, workspace, endpoint_id, event_id, event_type, model_id, position, state, next_attempt_at, created_at)
    SELECT d.id, p_workspace, d.endpoint_id, d.event_id, e.type, e.model_id, e.position, 'pending', v_now, v_now
      FROM unnest(p_deliveries, p_endpoints, p_delivery_events) AS d(id, endpoint_id, event_id) JOIN event e ON e.id = d.event_id
    ON CONFLICT (event_id, endpoint_id) DO NOTHING;
  IF cardinality(p_promotions) = 0 THEN
    RETURN '{}';
  END IF;
  RETURN ARRAY(SELECT id FROM deployment WHERE promotion_id = ANY(p_promotions) AND state = 'queued' ORDER BY id);
END $$;
