-- How far the slow re-reading of stored bytes (the scrub) has come: when a blob was last read whole, up to which byte it has been read since,
-- and until when one process has it. Constant defaults: nothing is rewritten.
ALTER TABLE "blob"
  ADD COLUMN "scrubbed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT '1970-01-01 00:00:00 +00:00',
  ADD COLUMN "scrub_offset" BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN "scrub_until" TIMESTAMPTZ(3);

-- Rule 9, as before; but a deleted version has no bytes any more to keep: the garbage collector may take them.
CREATE OR REPLACE FUNCTION version_artifact_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  v_status text;
  v_deleted_at timestamptz;
BEGIN
  SELECT status, deleted_at INTO v_status, v_deleted_at FROM model_version WHERE id = coalesce(NEW.version_id, OLD.version_id);
  IF TG_OP = 'DELETE' AND v_deleted_at IS NOT NULL THEN
    RETURN OLD;
  END IF;
  IF v_status <> 'PENDING_REGISTRATION' THEN
    RAISE EXCEPTION 'the bytes of a registered version do not change' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
