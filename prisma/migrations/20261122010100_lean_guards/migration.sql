-- Two guards ask once per statement where they asked once per row (docs/adr/0014-what-a-promotion-writes.md). What they refuse is the same.
CREATE FUNCTION stage_placement_occupancy_of_all() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v_stage text;
BEGIN
  SELECT o.stage INTO v_stage FROM opened o LEFT JOIN stage_definition d ON d.workspace = o.workspace AND d.name = o.stage
    WHERE o.to_at IS NULL AND o.exclusive IS DISTINCT FROM (d.occupancy = 'one') LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'placement in % does not carry the stage''s occupancy', v_stage USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER stage_placement_occupancy ON stage_placement;
CREATE TRIGGER stage_placement_occupancy BEFORE UPDATE OF exclusive ON stage_placement
  FOR EACH ROW WHEN (NEW.to_at IS NULL) EXECUTE FUNCTION stage_placement_occupancy();
CREATE TRIGGER stage_placement_occupancy_of_all AFTER INSERT ON stage_placement
  REFERENCING NEW TABLE AS opened FOR EACH STATEMENT EXECUTE FUNCTION stage_placement_occupancy_of_all();

CREATE FUNCTION audit_unsealed_guard_of_all() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v_entry text;
BEGIN
  SELECT g.entry_id INTO v_entry FROM gone g WHERE NOT EXISTS (SELECT 1 FROM audit_seal s WHERE s.entry_id = g.entry_id) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'audit_unsealed: DELETE is refused: % is not sealed', v_entry USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER audit_unsealed_sealed_first ON audit_unsealed;
CREATE TRIGGER audit_unsealed_sealed_first AFTER DELETE ON audit_unsealed
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION audit_unsealed_guard_of_all();
