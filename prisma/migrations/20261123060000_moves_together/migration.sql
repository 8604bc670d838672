-- Promotions that come at the same time are applied in one transaction, by one statement per table (docs/adr/0026-crowds-share-statements.md).

-- One decided move and, once its model is locked, what the row of the model brought: the time, the last sequence number before its events, the name.
CREATE TYPE slipway_move AS (
  workspace text,
  model_id text,
  stage_revision int,
  stages_revision int,
  targets_revision int,
  id text,
  versions text[],
  numbers int[],
  kind text,
  from_stage text,
  to_stage text,
  exclusive boolean,
  verified boolean,
  reason text,
  archive_existing boolean,
  allow_empty boolean,
  incumbent int,
  rollback_from int,
  incident text,
  manifest_digest text,
  actor_id text,
  door text,
  client text,
  request_id text,
  context jsonb,
  events jsonb,
  audit jsonb,
  idempotency jsonb,
  traceparent text,
  at timestamptz(3),
  sequence int,
  model text
);

-- Applies decided moves of different models, those that create their promotion as applied and have nothing beside their placements (p_effects of
-- slipway_apply_move, which writes the same). Answers those that it applied; for the others (what they rest on has changed, or somebody else holds their model)
-- nothing is written and nobody waited for. Any error applies none.
CREATE FUNCTION slipway_apply_moves(p_moves jsonb) RETURNS TABLE (id text, at timestamptz) LANGUAGE plpgsql
  -- Plans are kept: they must suit a table that has grown, for however many moves.
  SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
#variable_conflict use_column
DECLARE
  v_moves slipway_move[];
  v_keys int;
  v_claimed int;
BEGIN
  -- Before the revisions are read: a change of the stage definitions locks the table against this (see the stage store).
  LOCK TABLE stage_placement IN ROW EXCLUSIVE MODE;
  -- In the order of their ids, and without waiting: one model that somebody holds must not hold up the others, nor two such calls each other.
  WITH applied AS (
    UPDATE registered_model m SET
        (updated_at, last_change_at) = (SELECT now.at, now.at
          FROM (SELECT greatest(date_trunc('milliseconds', clock_timestamp()), m.last_change_at + interval '1 millisecond') AS at OFFSET 0) AS now),
        revision = m.revision + 1, stage_revision = m.stage_revision + 1, sequence = m.sequence + jsonb_array_length(g.events)
      FROM (SELECT d.*, x.id AS locked_id
              FROM jsonb_populate_recordset(NULL::slipway_move, p_moves) AS d
              JOIN registered_model x ON x.id = d.model_id AND x.workspace = d.workspace AND x.deleted_at IS NULL AND x.stage_revision = d.stage_revision
             ORDER BY x.id FOR NO KEY UPDATE OF x SKIP LOCKED) AS g
     WHERE m.id = g.locked_id AND m.stage_revision = g.stage_revision
       AND (SELECT w.stages_revision = g.stages_revision AND w.targets_revision = g.targets_revision FROM workspace w WHERE w.name = g.workspace)
    RETURNING (g.workspace, g.model_id, g.stage_revision, g.stages_revision, g.targets_revision, g.id, g.versions, g.numbers, g.kind, g.from_stage, g.to_stage,
      g.exclusive, g.verified, g.reason, g.archive_existing, g.allow_empty, g.incumbent, g.rollback_from, g.incident, g.manifest_digest,
      g.actor_id, g.door, g.client, g.request_id, g.context, g.events, g.audit, g.idempotency, g.traceparent,
      m.last_change_at, m.sequence - jsonb_array_length(g.events), m.name)::slipway_move AS move)
  SELECT array_agg(a.move), count((a.move).idempotency) INTO v_moves, v_keys FROM applied AS a;
  IF v_moves IS NULL THEN
    RETURN;
  END IF;
  IF v_keys > 0 THEN
    INSERT INTO idempotency_key (workspace, actor_id, route, key, body_hash, status, resource_type, resource_id, created_at)
      SELECT u.workspace, u.actor_id, u.idempotency->>'route', u.idempotency->>'key', u.idempotency->>'bodyHash', 201, 'promotion', u.id, u.at
        FROM unnest(v_moves) AS u WHERE u.idempotency IS NOT NULL
      ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS v_claimed = ROW_COUNT;
    IF v_claimed < v_keys THEN
      RAISE EXCEPTION 'an idempotency key was claimed by somebody else' USING ERRCODE = 'serialization_failure';
    END IF;
  END IF;

  INSERT INTO promotion (id, workspace, model_id, version_id, version, kind, state, from_stage, to_stage, reason, archive_existing, allow_empty,
      incumbent_version, rollback_from, incident, manifest_digest, requester, requester_id, door, client, request_id, archived_versions, created_at, closed_at, applied_at)
    SELECT u.id, u.workspace, u.model_id, u.versions[1], u.numbers[1], u.kind, 'applied', u.from_stage, u.to_stage, u.reason, u.archive_existing, u.allow_empty,
        u.incumbent, u.rollback_from, u.incident, u.manifest_digest, u.context->'actor', u.actor_id, u.door, u.client, u.request_id, u.numbers[2:], u.at, u.at, u.at
      FROM unnest(v_moves) AS u;
  -- Close before opening: the unique indexes are checked row by row.
  UPDATE stage_placement p SET to_at = u.at, ended_by = u.id
    FROM unnest(v_moves) AS u CROSS JOIN LATERAL unnest(u.versions) AS w(version_id)
    WHERE p.version_id = w.version_id AND p.to_at IS NULL;
  INSERT INTO stage_placement (id, workspace, model_id, version_id, version, stage, exclusive, kind, promotion_id, from_at, verified_at)
    SELECT CASE WHEN w.n = 1 THEN u.id ELSE u.id || '.' || w.number END, u.workspace, u.model_id, w.version_id, w.number,
           CASE WHEN w.n = 1 THEN u.to_stage ELSE 'Archived' END, w.n = 1 AND u.exclusive,
           CASE WHEN w.n = 1 THEN u.kind WHEN w.number = u.rollback_from THEN 'rollback' ELSE 'displaced' END, u.id, u.at,
           CASE WHEN w.n > 1 OR u.verified THEN u.at END
      FROM unnest(v_moves) AS u CROSS JOIN LATERAL unnest(u.versions, u.numbers) WITH ORDINALITY AS w(version_id, number, n);
  -- Of a version only the revision: no index holds it, so its row changes in place.
  UPDATE model_version v SET revision = v.revision + 1
    FROM unnest(v_moves) AS u CROSS JOIN LATERAL unnest(u.versions) AS w(version_id)
    WHERE v.id = w.version_id;
  INSERT INTO event (id, workspace, type, api_version, model_id, model, sequence, stage, actor, door, data, created_at, traceparent)
    SELECT e.value->>'id', u.workspace, e.value->>'type', u.context->>'apiVersion', u.model_id, u.model, u.sequence + e.n, e.value->>'stage',
           u.context->'actor', u.door, e.value->'data', u.at, u.traceparent
      FROM unnest(v_moves) AS u CROSS JOIN LATERAL jsonb_array_elements(u.events) WITH ORDINALITY AS e(value, n);
  WITH entry AS (
    INSERT INTO audit_entry (id, workspace, at, actor, actor_id, door, client, request_id, action, outcome, object_type, object_id, model_id, model, reason, data)
      SELECT u.audit->>'id', u.workspace, u.at, u.context->'actor', u.actor_id, u.door, u.client, u.request_id, u.audit->>'action', u.audit->>'outcome',
             u.audit->>'objectType', u.audit->>'objectId', u.model_id, u.model, u.audit->>'reason', u.audit->'data'
        FROM unnest(v_moves) AS u
      RETURNING id, workspace, ordinal)
  INSERT INTO audit_unsealed (entry_id, workspace, ordinal) SELECT entry.id, entry.workspace, entry.ordinal FROM entry;
  RETURN QUERY SELECT u.id, u.at::timestamptz FROM unnest(v_moves) AS u;
END $$;
