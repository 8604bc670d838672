-- Promotions write less and ask less of the server (docs/adr/0014-what-a-promotion-writes.md). Releases before this one go on calling
-- slipway_apply_promotion, which stays as it was.

-- The server reads the text of every WHEN and CHECK anew with each statement that they may concern. A guard that names its columns is not even
-- looked at by a promotion, which sets none of them.
DROP TRIGGER model_version_not_renumbered ON model_version;
CREATE TRIGGER model_version_not_renumbered BEFORE UPDATE OF id, model_id, version ON model_version FOR EACH ROW
  WHEN ((NEW.id, NEW.model_id, NEW.version) IS DISTINCT FROM (OLD.id, OLD.model_id, OLD.version))
  EXECUTE FUNCTION refuse_change('a version keeps its model and number');

DROP TRIGGER stage_placement_not_rewritten ON stage_placement;
CREATE TRIGGER stage_placement_not_rewritten BEFORE UPDATE OF id, workspace, model_id, version_id, version, stage, from_at ON stage_placement FOR EACH ROW
  WHEN ((NEW.id, NEW.workspace, NEW.model_id, NEW.version_id, NEW.version, NEW.stage, NEW.from_at)
     IS DISTINCT FROM (OLD.id, OLD.workspace, OLD.model_id, OLD.version_id, OLD.version, OLD.stage, OLD.from_at))
  EXECUTE FUNCTION refuse_change('a placement is history');
CREATE TRIGGER stage_placement_closed_once BEFORE UPDATE OF to_at ON stage_placement FOR EACH ROW
  WHEN (OLD.to_at IS NOT NULL AND NEW.to_at IS DISTINCT FROM OLD.to_at)
  EXECUTE FUNCTION refuse_change('a placement is history');

CREATE FUNCTION model_version_facts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.status NOT IN ('PENDING_REGISTRATION', 'READY', 'FAILED_REGISTRATION') THEN
    RAISE EXCEPTION 'model_version: "%" is no status', NEW.status USING ERRCODE = 'check_violation', CONSTRAINT = 'model_version_status';
  ELSIF NEW.integrity NOT IN ('verified', 'unverified', 'damaged') THEN
    RAISE EXCEPTION 'model_version: "%" is no integrity', NEW.integrity USING ERRCODE = 'check_violation', CONSTRAINT = 'model_version_integrity';
  ELSIF NEW.version < 1 THEN
    RAISE EXCEPTION 'model_version: % is no number of a version', NEW.version USING ERRCODE = 'check_violation', CONSTRAINT = 'model_version_number';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER model_version_facts BEFORE INSERT OR UPDATE OF status, integrity, version ON model_version
  FOR EACH ROW EXECUTE FUNCTION model_version_facts();
ALTER TABLE model_version DROP CONSTRAINT model_version_status, DROP CONSTRAINT model_version_integrity, DROP CONSTRAINT model_version_number;

-- ----------------------------------------------------------------------------------------------------------------------------- promotion
-- Applies one decided move (promotion, rollback, archiving) as a whole, or refuses as a whole. It holds no policy: it checks that what the
-- decision read still stands (the three revisions) and writes what was decided. Answers
--   {"outcome": "applied", "at": ...} | {"outcome": "changed"} (decide again) | {"outcome": "replayed", ...} (the idempotency key is known)
--   p_versions  ids of the version that moves and of those that it archives, p_numbers their numbers in the same order
--   p_context   {actor, actorId, door, client, requestId, apiVersion}
--   p_events    [{id, type, stage?, data}]      p_audit  {id, action, outcome, objectType, objectId, reason?, data}
--   p_effects   what few moves have, null for all others: {aliases, liftHold, hold, quarantine, liftQuarantines, superseded, deployments}
CREATE FUNCTION slipway_apply_move(
  p_workspace text,
  p_model_id text,
  p_stage_revision int,
  p_stages_revision int,
  p_targets_revision int,
  p_id text,
  p_versions text[],
  p_numbers int[],
  p_kind text,
  p_from_stage text,
  p_to_stage text,
  p_exclusive boolean,
  p_verified boolean,
  p_reason text,
  p_archive_existing boolean,
  p_allow_empty boolean,
  p_incumbent int,
  p_rollback_from int,
  p_incident text,
  p_manifest_digest text,
  p_expected_state text,
  p_context jsonb,
  p_events jsonb,
  p_event_count int,
  p_audit jsonb,
  p_effects jsonb,
  p_idempotency jsonb
) RETURNS jsonb LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
  v_key idempotency_key%ROWTYPE;
  v_at timestamptz(3);
  v_sequence int;
  v_model text;
  v_actor jsonb := p_context->'actor';
  v_actor_id text := p_context->>'actorId';
  v_door text := p_context->>'door';
  v_client text := p_context->>'client';
  v_request_id text := p_context->>'requestId';
BEGIN
  -- Before the revisions are read: a change of the stage definitions locks the table against this (see the stage store).
  LOCK TABLE stage_placement IN ROW EXCLUSIVE MODE;
  IF p_idempotency IS NOT NULL THEN
    -- The model first, as everywhere: who waits for a key must not hold what its owner waits for.
    PERFORM 1 FROM registered_model WHERE id = p_model_id FOR NO KEY UPDATE;
    INSERT INTO idempotency_key (workspace, actor_id, route, key, body_hash, status, resource_type, resource_id, created_at)
      VALUES (p_workspace, v_actor_id, p_idempotency->>'route', p_idempotency->>'key', p_idempotency->>'bodyHash', 201, 'promotion', p_id, clock_timestamp())
      ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
      SELECT * INTO v_key FROM idempotency_key WHERE workspace = p_workspace AND actor_id = v_actor_id
        AND route = p_idempotency->>'route' AND key = p_idempotency->>'key';
      RETURN jsonb_build_object('outcome', 'replayed', 'bodyHash', v_key.body_hash, 'status', v_key.status, 'resourceId', v_key.resource_id);
    END IF;
  END IF;
  -- One statement takes the lock, compares what was read, and counts up. Who waits here for the lock compares with the row as it is then.
  UPDATE registered_model m SET
      (updated_at, last_change_at) = (SELECT now.at, now.at
        FROM (SELECT greatest(date_trunc('milliseconds', clock_timestamp()), m.last_change_at + interval '1 millisecond') AS at OFFSET 0) AS now),
      revision = m.revision + 1, stage_revision = m.stage_revision + 1, sequence = m.sequence + p_event_count
    WHERE m.id = p_model_id AND m.workspace = p_workspace AND m.deleted_at IS NULL AND m.stage_revision = p_stage_revision
      AND (SELECT w.stages_revision = p_stages_revision AND w.targets_revision = p_targets_revision FROM workspace w WHERE w.name = p_workspace)
    RETURNING m.last_change_at, m.sequence - p_event_count, m.name INTO v_at, v_sequence, v_model;
  IF NOT FOUND THEN
    IF p_idempotency IS NOT NULL THEN
      DELETE FROM idempotency_key WHERE workspace = p_workspace AND actor_id = v_actor_id AND route = p_idempotency->>'route' AND key = p_idempotency->>'key';
    END IF;
    RETURN '{"outcome": "changed"}';
  END IF;

  IF p_expected_state IS NULL THEN
    INSERT INTO promotion (id, workspace, model_id, version_id, version, kind, state, from_stage, to_stage, reason, archive_existing, allow_empty,
        incumbent_version, rollback_from, incident, manifest_digest, requester, requester_id, door, client, request_id, archived_versions, created_at, closed_at, applied_at)
      VALUES (p_id, p_workspace, p_model_id, p_versions[1], p_numbers[1], p_kind, 'applied', p_from_stage, p_to_stage, p_reason, p_archive_existing, p_allow_empty,
        p_incumbent, p_rollback_from, p_incident, p_manifest_digest, v_actor, v_actor_id, v_door, v_client, v_request_id, p_numbers[2:], v_at, v_at, v_at);
  ELSE
    UPDATE promotion SET state = 'applied', applied_at = v_at, closed_at = v_at, decided_by = v_actor, revision = revision + 1,
        -- What it moved from and whom it displaced is known only now.
        from_stage = p_from_stage, incumbent_version = p_incumbent, manifest_digest = p_manifest_digest, archive_existing = p_archive_existing,
        archived_versions = p_numbers[2:]
      WHERE id = p_id AND model_id = p_model_id AND state = p_expected_state;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'promotion % is not % although the model''s revision stands', p_id, p_expected_state USING ERRCODE = 'serialization_failure';
    END IF;
  END IF;

  -- Close before opening: the unique indexes are checked row by row.
  UPDATE stage_placement SET to_at = v_at, ended_by = p_id WHERE version_id = ANY(p_versions) AND to_at IS NULL;
  INSERT INTO stage_placement (id, workspace, model_id, version_id, version, stage, exclusive, kind, promotion_id, from_at, verified_at)
    SELECT CASE WHEN u.n = 1 THEN p_id ELSE p_id || '.' || u.number END, p_workspace, p_model_id, u.id, u.number,
           CASE WHEN u.n = 1 THEN p_to_stage ELSE 'Archived' END, u.n = 1 AND p_exclusive,
           CASE WHEN u.n = 1 THEN p_kind WHEN u.number = p_rollback_from THEN 'rollback' ELSE 'displaced' END, p_id, v_at,
           CASE WHEN u.n > 1 OR p_verified THEN v_at END
      FROM unnest(p_versions, p_numbers) WITH ORDINALITY AS u(id, number, n);
  -- Of a version only the revision: no index holds it, so its row changes in place. `updated_at` is when the version itself was changed last.
  UPDATE model_version SET revision = revision + 1 WHERE id = ANY(p_versions);
  IF p_effects IS NOT NULL THEN
    PERFORM slipway_apply_effects(p_workspace, p_model_id, p_id, p_versions[1], p_numbers[1], p_to_stage, v_actor, p_effects, v_at);
  END IF;

  INSERT INTO event (id, workspace, type, api_version, model_id, model, sequence, stage, actor, door, data, created_at)
    SELECT e.value->>'id', p_workspace, e.value->>'type', p_context->>'apiVersion', p_model_id, v_model, v_sequence + e.n, e.value->>'stage',
           v_actor, v_door, e.value->'data', v_at
      FROM jsonb_array_elements(p_events) WITH ORDINALITY AS e(value, n);
  WITH entry AS (
    INSERT INTO audit_entry (id, workspace, at, actor, actor_id, door, client, request_id, action, outcome, object_type, object_id, model_id, model, reason, data)
      VALUES (p_audit->>'id', p_workspace, v_at, v_actor, v_actor_id, v_door, v_client, v_request_id, p_audit->>'action', p_audit->>'outcome',
              p_audit->>'objectType', p_audit->>'objectId', p_model_id, v_model, p_audit->>'reason', p_audit->'data')
      RETURNING id, ordinal)
  INSERT INTO audit_unsealed (entry_id, workspace, ordinal) SELECT entry.id, p_workspace, entry.ordinal FROM entry;
  RETURN jsonb_build_object('outcome', 'applied', 'at', v_at);
END $$;

-- What few moves have beside their placements, in the transaction and at the time of slipway_apply_move.
CREATE FUNCTION slipway_apply_effects(
  p_workspace text, p_model_id text, p_id text, p_version_id text, p_version int, p_stage text, p_actor jsonb, p_effects jsonb, p_at timestamptz
) RETURNS void LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_aliases jsonb := p_effects->'aliases';
  v_hold jsonb := nullif(p_effects->'hold', 'null'::jsonb);
  v_quarantine jsonb := nullif(p_effects->'quarantine', 'null'::jsonb);
BEGIN
  IF jsonb_array_length(v_aliases) > 0 THEN
    DELETE FROM model_alias WHERE model_id = p_model_id AND alias IN (SELECT a->>'alias' FROM jsonb_array_elements(v_aliases) AS a);
    INSERT INTO model_alias (workspace, model_id, alias, version_id, version, bound_stage, updated_at)
      SELECT p_workspace, p_model_id, a->>'alias', a->>'versionId', (a->>'version')::int, a->>'stage', p_at
        FROM jsonb_array_elements(v_aliases) AS a WHERE a->>'versionId' IS NOT NULL;
  END IF;
  IF (p_effects->'liftHold')::boolean OR v_hold IS NOT NULL THEN
    UPDATE stage_hold SET lifted_at = p_at WHERE model_id = p_model_id AND stage = p_stage AND lifted_at IS NULL;
  END IF;
  IF v_hold IS NOT NULL THEN
    INSERT INTO stage_hold (workspace, model_id, stage, reason, actor, promotion_id, created_at)
      VALUES (p_workspace, p_model_id, p_stage, v_hold->>'reason', p_actor, p_id, p_at);
  END IF;
  IF v_quarantine IS NOT NULL THEN
    INSERT INTO quarantine (id, workspace, model_id, version_id, version, stage, incident, reason, created_at)
      VALUES (v_quarantine->>'id', p_workspace, p_model_id, v_quarantine->>'versionId', (v_quarantine->>'version')::int, p_stage, p_id, v_quarantine->>'reason', p_at);
  END IF;
  UPDATE quarantine SET lifted_at = p_at, lifted_by = p_actor, lift_reason = 'promotion ' || p_id || ' was approved'
    WHERE id IN (SELECT jsonb_array_elements_text(p_effects->'liftQuarantines')) AND lifted_at IS NULL;
  UPDATE promotion SET state = 'superseded', superseded_by = p_id, closed_at = p_at, revision = revision + 1
    WHERE id IN (SELECT jsonb_array_elements_text(p_effects->'superseded')) AND state IN ('pending', 'scheduled');
  INSERT INTO deployment (id, workspace, target_id, target_name, promotion_id, model_id, version_id, version, stage, generation, state, due_at, created_at, updated_at)
    SELECT d->>'id', p_workspace, d->>'targetId', d->>'targetName', p_id, p_model_id, p_version_id, p_version, p_stage,
           1 + coalesce((SELECT max(o.generation) FROM deployment o WHERE o.model_id = p_model_id AND o.stage = p_stage AND o.target_id = d->>'targetId'), 0),
           'queued', p_at, p_at, p_at
      FROM jsonb_array_elements(p_effects->'deployments') AS d;
END $$;
