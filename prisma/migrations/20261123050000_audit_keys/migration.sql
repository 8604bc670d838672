-- The public halves of the keys that sign, or signed, audit checkpoints: one signs now, the others are kept so that what they signed can still be
-- verified. The private halves never come here. Until a process of this release has booted, `instance_fact` alone names the key, as before.
CREATE TABLE "audit_key" (
    "workspace" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "public_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "retired_at" TIMESTAMPTZ(3),
    "retired_for" TEXT,

    CONSTRAINT "audit_key_pkey" PRIMARY KEY ("workspace","key_id"),
    CONSTRAINT "audit_key_retired_for" CHECK (("retired_at" IS NULL) = ("retired_for" IS NULL) AND "retired_for" IN ('rotated', 'compromised', 'lost'))
);

-- One key signs.
CREATE UNIQUE INDEX "audit_key_signing" ON "audit_key"("workspace") WHERE "retired_at" IS NULL;

-- What a key was does not change, and it signs no more once it was retired.
CREATE TRIGGER audit_key_kept BEFORE DELETE ON audit_key FOR EACH ROW EXECUTE FUNCTION refuse_change('older checkpoints are verified by it');
CREATE TRIGGER audit_key_no_truncate BEFORE TRUNCATE ON audit_key FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('older checkpoints are verified by it');
CREATE TRIGGER audit_key_not_rewritten BEFORE UPDATE ON audit_key FOR EACH ROW
  WHEN (OLD.retired_at IS NOT NULL
    OR (NEW.workspace, NEW.key_id, NEW.public_key, NEW.created_at) IS DISTINCT FROM (OLD.workspace, OLD.key_id, OLD.public_key, OLD.created_at))
  EXECUTE FUNCTION refuse_change('a key keeps what it was');
