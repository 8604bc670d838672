-- The models that are there. Apart from the trigger, whose lock this would hold; what the trigger has written meanwhile is newer than what is read here.
INSERT INTO model_name (model_id, workspace, name, owner_name) SELECT id, workspace, name, owner_name FROM registered_model
  ON CONFLICT (model_id) DO UPDATE SET owner_name = excluded.owner_name WHERE model_name.owner_name = '';
