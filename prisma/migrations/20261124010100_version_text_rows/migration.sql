-- The versions that are there. Apart from the trigger, whose lock this would hold.
INSERT INTO version_text (version_id, workspace, source, run_id) SELECT id, workspace, source, run_id FROM model_version ON CONFLICT (version_id) DO NOTHING;
