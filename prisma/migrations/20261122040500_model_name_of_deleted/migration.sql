-- slipway: not in a transaction
-- Logs answer by name for deleted models too; living ones have registered_model_name.
CREATE INDEX CONCURRENTLY registered_model_name_of_deleted ON registered_model (workspace, name) WHERE deleted_at IS NOT NULL;
