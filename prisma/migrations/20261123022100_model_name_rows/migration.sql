-- The models that are there. Apart from the trigger, whose lock this would hold.
INSERT INTO model_name (model_id, workspace, name) SELECT id, workspace, name FROM registered_model ON CONFLICT (model_id) DO NOTHING;
