-- Asked for once more: the installation may have it by now. The indexes that need it are made behind it, or left out.
-- First, because it may take seconds: no lock is held yet.
-- slipway: allow do because it reads and locks no table
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
EXCEPTION WHEN OTHERS THEN
  RAISE NOTICE 'sources, run ids and tags are searched without pg_trgm: %', SQLERRM;
END $$;

-- What is searched by its parts of each version, by itself: a version's row is written anew with its metrics and its state, and an index of the parts
-- of its source would be too. Here a row is written once, when the version is registered.
CREATE TABLE "version_text" (
    "version_id" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "run_id" TEXT,

    CONSTRAINT "version_text_pkey" PRIMARY KEY ("version_id")
);

CREATE FUNCTION version_text_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO version_text (version_id, workspace, source, run_id) VALUES (NEW.id, NEW.workspace, NEW.source, NEW.run_id)
    ON CONFLICT (version_id) DO UPDATE SET source = excluded.source, run_id = excluded.run_id;
  RETURN NULL;
END $$;
CREATE TRIGGER version_text_follows AFTER INSERT OR UPDATE OF source, run_id ON model_version FOR EACH ROW EXECUTE FUNCTION version_text_follow();
