-- The owners of models beside their names, for the same reason: a promotion writes neither.
ALTER TABLE "model_name" ADD COLUMN "owner_name" TEXT NOT NULL DEFAULT '';

CREATE OR REPLACE FUNCTION model_name_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO model_name (model_id, workspace, name, owner_name) VALUES (NEW.id, NEW.workspace, NEW.name, NEW.owner_name)
    ON CONFLICT (model_id) DO UPDATE SET name = excluded.name, owner_name = excluded.owner_name;
  RETURN NULL;
END $$;
CREATE TRIGGER model_owner_follows AFTER UPDATE OF owner_name ON registered_model FOR EACH ROW EXECUTE FUNCTION model_name_follow();
