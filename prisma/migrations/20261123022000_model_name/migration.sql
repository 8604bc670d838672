-- The names of models by themselves: a model's row is written anew with each promotion, and an index of the parts of its name would be too.
-- Here names are only written when a model is made or renamed.
CREATE TABLE "model_name" (
    "model_id" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "model_name_pkey" PRIMARY KEY ("model_id")
);
ALTER TABLE model_name ALTER COLUMN name TYPE text COLLATE "C";

CREATE FUNCTION model_name_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO model_name (model_id, workspace, name) VALUES (NEW.id, NEW.workspace, NEW.name)
    ON CONFLICT (model_id) DO UPDATE SET name = excluded.name;
  RETURN NULL;
END $$;
CREATE TRIGGER model_name_follows AFTER INSERT OR UPDATE OF name ON registered_model FOR EACH ROW EXECUTE FUNCTION model_name_follow();

-- Parts of names by an index, where the extension can be had: it comes with PostgreSQL, but some installations leave it out, or their owner may not
-- create it. Without it the table is read, which is small. The index's condition always holds: the schema language leaves partial ones alone.
-- slipway: allow do because it reads and locks nothing but the empty table above
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE INDEX model_name_parts ON model_name USING gin (name gin_trgm_ops) WITH (gin_pending_list_limit = 64) WHERE name IS NOT NULL;
EXCEPTION WHEN OTHERS THEN
  RAISE NOTICE 'names are searched without pg_trgm: %', SQLERRM;
END $$;
