-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "workspace" (
    "name" TEXT NOT NULL,
    "stages_revision" INTEGER NOT NULL DEFAULT 1,
    "targets_revision" INTEGER NOT NULL DEFAULT 1,
    "position" BIGINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workspace_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "instance_fact" (
    "workspace" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "instance_fact_pkey" PRIMARY KEY ("workspace","key")
);

-- CreateTable
CREATE TABLE "registered_model" (
    "id" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "owner_type" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "owner_name" TEXT NOT NULL,
    "last_version" INTEGER NOT NULL DEFAULT 0,
    "sequence" INTEGER NOT NULL DEFAULT 0,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "stage_revision" INTEGER NOT NULL DEFAULT 1,
    "last_change_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "registered_model_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "model_tag" (
    "workspace" TEXT NOT NULL,
    "model_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "model_tag_pkey" PRIMARY KEY ("model_id","key")
);

-- CreateTable
CREATE TABLE "model_alias" (
    "workspace" TEXT NOT NULL,
    "model_id" TEXT NOT NULL,
    "alias" TEXT NOT NULL,
    "version_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "bound_stage" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "model_alias_pkey" PRIMARY KEY ("model_id","alias")
);

-- CreateTable
CREATE TABLE "model_version" (
    "id" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "model_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "status_message" TEXT,
    "integrity" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "run_id" TEXT,
    "run_link" TEXT,
    "description" TEXT NOT NULL DEFAULT '',
    "lineage" JSONB NOT NULL DEFAULT '{}',
    "manifest_digest" TEXT,
    "artifact_bytes" BIGINT NOT NULL DEFAULT 0,
    "creator_type" TEXT NOT NULL,
    "creator_id" TEXT NOT NULL,
    "creator_name" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "model_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "version_tag" (
    "workspace" TEXT NOT NULL,
    "version_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "version_tag_pkey" PRIMARY KEY ("version_id","key")
);

-- CreateTable
CREATE TABLE "version_metric" (
    "workspace" TEXT NOT NULL,
    "version_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "version_metric_pkey" PRIMARY KEY ("version_id","key")
);

-- CreateTable
CREATE TABLE "version_param" (
    "workspace" TEXT NOT NULL,
    "version_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "version_param_pkey" PRIMARY KEY ("version_id","key")
);

-- CreateTable
CREATE TABLE "version_check" (
    "workspace" TEXT NOT NULL,
    "version_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "summary" TEXT NOT NULL DEFAULT '',
    "url" TEXT,
    "reporter" JSONB NOT NULL,
    "reported_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "version_check_pkey" PRIMARY KEY ("version_id","name")
);

-- CreateTable
CREATE TABLE "blob" (
    "id" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "sha256" TEXT NOT NULL,
    "chunks" BYTEA NOT NULL,
    "damaged_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "blob_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "version_artifact" (
    "workspace" TEXT NOT NULL,
    "version_id" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "folded_path" TEXT NOT NULL,
    "path_key" TEXT NOT NULL,
    "blob_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "version_artifact_pkey" PRIMARY KEY ("version_id","path_key")
);

-- CreateTable
CREATE TABLE "stage_definition" (
    "workspace" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "occupancy" TEXT NOT NULL,
    "protected" BOOLEAN NOT NULL,
    "bound_alias" TEXT,
    "built_in" BOOLEAN NOT NULL,

    CONSTRAINT "stage_definition_pkey" PRIMARY KEY ("workspace","key")
);

-- CreateTable
CREATE TABLE "stage_placement" (
    "id" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "model_id" TEXT NOT NULL,
    "version_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "stage" TEXT NOT NULL,
    "exclusive" BOOLEAN NOT NULL,
    "kind" TEXT NOT NULL,
    "promotion_id" TEXT,
    "from_at" TIMESTAMPTZ(3) NOT NULL,
    "to_at" TIMESTAMPTZ(3),
    "ended_by" TEXT,
    "verified_at" TIMESTAMPTZ(3),

    CONSTRAINT "stage_placement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stage_hold" (
    "workspace" TEXT NOT NULL,
    "model_id" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "actor" JSONB NOT NULL,
    "promotion_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "lifted_at" TIMESTAMPTZ(3),

    CONSTRAINT "stage_hold_pkey" PRIMARY KEY ("model_id","stage","created_at")
);

-- CreateTable
CREATE TABLE "quarantine" (
    "id" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "model_id" TEXT NOT NULL,
    "version_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "stage" TEXT NOT NULL,
    "incident" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "lifted_at" TIMESTAMPTZ(3),
    "lifted_by" JSONB,
    "lift_reason" TEXT,

    CONSTRAINT "quarantine_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "promotion" (
    "id" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "model_id" TEXT NOT NULL,
    "version_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "from_stage" TEXT NOT NULL,
    "to_stage" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "archive_existing" BOOLEAN NOT NULL,
    "allow_empty" BOOLEAN NOT NULL DEFAULT false,
    "incumbent_version" INTEGER,
    "expects_incumbent" BOOLEAN NOT NULL DEFAULT false,
    "expected_incumbent" INTEGER,
    "rollback_from" INTEGER,
    "incident" TEXT,
    "manifest_digest" TEXT,
    "requester" JSONB NOT NULL,
    "requester_id" TEXT NOT NULL,
    "door" TEXT NOT NULL,
    "client" TEXT,
    "request_id" TEXT,
    "decided_by" JSONB,
    "decision_reason" TEXT,
    "superseded_by" TEXT,
    "archived_versions" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "applied_at" TIMESTAMPTZ(3),

    CONSTRAINT "promotion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approval" (
    "id" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "promotion_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "actor" JSONB NOT NULL,
    "decision" TEXT NOT NULL,
    "comment" TEXT NOT NULL DEFAULT '',
    "door" TEXT NOT NULL,
    "bound" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "approval_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "promotion_comment" (
    "id" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "promotion_id" TEXT NOT NULL,
    "actor" JSONB NOT NULL,
    "body" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "promotion_comment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event" (
    "id" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "ordinal" BIGSERIAL NOT NULL,
    "type" TEXT NOT NULL,
    "api_version" TEXT NOT NULL,
    "model_id" TEXT,
    "model" TEXT,
    "sequence" INTEGER,
    "position" BIGINT,
    "stage" TEXT,
    "actor" JSONB NOT NULL,
    "door" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "endpoint_id" TEXT,

    CONSTRAINT "event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_endpoint" (
    "id" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "event_types" TEXT[],
    "models" TEXT,
    "stages" TEXT[],
    "format" TEXT NOT NULL DEFAULT 'standard',
    "api_version" TEXT NOT NULL,
    "ordered" BOOLEAN NOT NULL DEFAULT false,
    "state" TEXT NOT NULL,
    "state_reason" TEXT,
    "secret" TEXT NOT NULL,
    "previous_secret" TEXT,
    "previous_until" TIMESTAMPTZ(3),
    "owner_type" TEXT NOT NULL,
    "owner_id" TEXT NOT NULL,
    "owner_name" TEXT NOT NULL,
    "failures_in_row" INTEGER NOT NULL DEFAULT 0,
    "failing_since" TIMESTAMPTZ(3),
    "circuit_open_until" TIMESTAMPTZ(3),
    "circuit_probes" INTEGER NOT NULL DEFAULT 0,
    "drain_owner" TEXT,
    "drain_until" TIMESTAMPTZ(3),
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_endpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery" (
    "id" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "endpoint_id" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "event_type" TEXT NOT NULL,
    "model_id" TEXT,
    "position" BIGINT NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "fence" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "last_status" INTEGER,
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "delivery_attempt" (
    "delivery_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "workspace" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "duration_ms" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "status" INTEGER,
    "error_class" TEXT,
    "error" TEXT,
    "request_headers" JSONB NOT NULL,
    "response_body" TEXT,
    "resolved_ip" TEXT,

    CONSTRAINT "delivery_attempt_pkey" PRIMARY KEY ("delivery_id","number")
);

-- CreateTable
CREATE TABLE "deploy_target" (
    "id" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "models" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "repository" TEXT NOT NULL,
    "workflow" TEXT NOT NULL,
    "ref" TEXT NOT NULL,
    "inputs" JSONB NOT NULL DEFAULT '{}',
    "api_url" TEXT,
    "credential_kind" TEXT NOT NULL,
    "credential_app" JSONB,
    "credential" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "creator" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "deploy_target_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deployment" (
    "id" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "target_id" TEXT NOT NULL,
    "target_name" TEXT NOT NULL,
    "promotion_id" TEXT NOT NULL,
    "model_id" TEXT NOT NULL,
    "version_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "stage" TEXT NOT NULL,
    "generation" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL DEFAULT 1,
    "run_id" TEXT,
    "run_url" TEXT,
    "run_status" TEXT,
    "conclusion" TEXT,
    "error" TEXT,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3),
    "not_before" TIMESTAMPTZ(3),
    "polls" INTEGER NOT NULL DEFAULT 0,
    "sent_at" TIMESTAMPTZ(3),
    "cancel_wanted_at" TIMESTAMPTZ(3),
    "cancel_requested_at" TIMESTAMPTZ(3),
    "cancel_accepted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "deployment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user_account" (
    "id" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "display_name" TEXT NOT NULL DEFAULT '',
    "email" TEXT,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "user_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user_group" (
    "id" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "user_group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "group_member" (
    "workspace" TEXT NOT NULL,
    "group_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,

    CONSTRAINT "group_member_pkey" PRIMARY KEY ("group_id","user_id")
);

-- CreateTable
CREATE TABLE "service_account" (
    "id" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "owner_id" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "service_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_token" (
    "id" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "holder_type" TEXT NOT NULL,
    "holder_id" TEXT NOT NULL,
    "role" TEXT,
    "patterns" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "creator_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "role_binding" (
    "id" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "pattern" TEXT NOT NULL,
    "creator_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "role_binding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "workspace" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "route" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "body_hash" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "resource_type" TEXT NOT NULL,
    "resource_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("workspace","actor_id","route","key")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "ordinal" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" JSONB NOT NULL,
    "actor_id" TEXT NOT NULL,
    "door" TEXT NOT NULL,
    "client" TEXT,
    "request_id" TEXT,
    "action" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "object_type" TEXT NOT NULL,
    "object_id" TEXT NOT NULL,
    "model_id" TEXT,
    "model" TEXT,
    "reason" TEXT,
    "data" JSONB NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_unsealed" (
    "entry_id" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "ordinal" BIGINT NOT NULL,

    CONSTRAINT "audit_unsealed_pkey" PRIMARY KEY ("entry_id")
);

-- CreateTable
CREATE TABLE "audit_seal" (
    "workspace" TEXT NOT NULL,
    "position" BIGINT NOT NULL,
    "entry_id" TEXT NOT NULL,
    "prev_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "sealed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "audit_seal_pkey" PRIMARY KEY ("workspace","position")
);

-- CreateTable
CREATE TABLE "audit_checkpoint" (
    "workspace" TEXT NOT NULL,
    "position" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,
    "payload" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "audit_checkpoint_pkey" PRIMARY KEY ("workspace","position")
);

-- CreateIndex
CREATE INDEX "registered_model_workspace_created_at_id_idx" ON "registered_model"("workspace", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "registered_model_workspace_updated_at_id_idx" ON "registered_model"("workspace", "updated_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "model_alias_version_id_idx" ON "model_alias"("version_id");

-- CreateIndex
CREATE INDEX "model_version_workspace_created_at_id_idx" ON "model_version"("workspace", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "model_version_workspace_updated_at_id_idx" ON "model_version"("workspace", "updated_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "model_version_run_id_idx" ON "model_version"("run_id");

-- CreateIndex
CREATE UNIQUE INDEX "model_version_model_id_version_key" ON "model_version"("model_id", "version");

-- CreateIndex
CREATE INDEX "version_metric_workspace_key_value_idx" ON "version_metric"("workspace", "key", "value");

-- CreateIndex
CREATE INDEX "version_artifact_blob_id_idx" ON "version_artifact"("blob_id");

-- CreateIndex
CREATE UNIQUE INDEX "stage_definition_workspace_bound_alias_key" ON "stage_definition"("workspace", "bound_alias");

-- CreateIndex
CREATE INDEX "stage_placement_model_id_stage_from_at_idx" ON "stage_placement"("model_id", "stage", "from_at" DESC);

-- CreateIndex
CREATE INDEX "stage_placement_promotion_id_idx" ON "stage_placement"("promotion_id");

-- CreateIndex
CREATE UNIQUE INDEX "quarantine_version_id_stage_incident_key" ON "quarantine"("version_id", "stage", "incident");

-- CreateIndex
CREATE INDEX "promotion_model_id_created_at_id_idx" ON "promotion"("model_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "promotion_workspace_created_at_id_idx" ON "promotion"("workspace", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "approval_promotion_id_person_id_key" ON "approval"("promotion_id", "person_id");

-- CreateIndex
CREATE INDEX "promotion_comment_promotion_id_created_at_id_idx" ON "promotion_comment"("promotion_id", "created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "event_model_id_sequence_key" ON "event"("model_id", "sequence");

-- CreateIndex
CREATE INDEX "webhook_endpoint_workspace_created_at_id_idx" ON "webhook_endpoint"("workspace", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "delivery_workspace_created_at_id_idx" ON "delivery"("workspace", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "delivery_endpoint_id_created_at_id_idx" ON "delivery"("endpoint_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "delivery_event_id_endpoint_id_key" ON "delivery"("event_id", "endpoint_id");

-- CreateIndex
CREATE INDEX "deployment_line" ON "deployment"("model_id", "stage", "target_id", "generation" DESC);

-- CreateIndex
CREATE INDEX "deployment_promotion_id_idx" ON "deployment"("promotion_id");

-- CreateIndex
CREATE INDEX "deployment_workspace_created_at_id_idx" ON "deployment"("workspace", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "deployment_model_id_stage_target_id_generation_key" ON "deployment"("model_id", "stage", "target_id", "generation");

-- CreateIndex
CREATE UNIQUE INDEX "user_account_workspace_name_key" ON "user_account"("workspace", "name");

-- CreateIndex
CREATE UNIQUE INDEX "user_group_workspace_name_key" ON "user_group"("workspace", "name");

-- CreateIndex
CREATE INDEX "group_member_user_id_idx" ON "group_member"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "service_account_workspace_name_key" ON "service_account"("workspace", "name");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_hash_key" ON "api_token"("hash");

-- CreateIndex
CREATE INDEX "api_token_holder_id_idx" ON "api_token"("holder_id");

-- CreateIndex
CREATE INDEX "role_binding_subject_id_idx" ON "role_binding"("subject_id");

-- CreateIndex
CREATE UNIQUE INDEX "role_binding_workspace_subject_type_subject_id_role_pattern_key" ON "role_binding"("workspace", "subject_type", "subject_id", "role", "pattern");

-- CreateIndex
CREATE INDEX "idempotency_key_created_at_idx" ON "idempotency_key"("created_at");

-- CreateIndex
CREATE INDEX "audit_entry_workspace_at_id_idx" ON "audit_entry"("workspace", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "audit_entry_model_id_at_id_idx" ON "audit_entry"("model_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "audit_unsealed_workspace_ordinal_idx" ON "audit_unsealed"("workspace", "ordinal");

-- CreateIndex
CREATE UNIQUE INDEX "audit_seal_entry_id_key" ON "audit_seal"("entry_id");

-- CreateIndex
CREATE UNIQUE INDEX "audit_seal_workspace_prev_hash_key" ON "audit_seal"("workspace", "prev_hash");

-- AddForeignKey
ALTER TABLE "model_tag" ADD CONSTRAINT "model_tag_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "registered_model"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_alias" ADD CONSTRAINT "model_alias_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "registered_model"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_version" ADD CONSTRAINT "model_version_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "registered_model"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "version_tag" ADD CONSTRAINT "version_tag_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "model_version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "version_metric" ADD CONSTRAINT "version_metric_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "model_version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "version_param" ADD CONSTRAINT "version_param_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "model_version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "version_check" ADD CONSTRAINT "version_check_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "model_version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "version_artifact" ADD CONSTRAINT "version_artifact_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "model_version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "version_artifact" ADD CONSTRAINT "version_artifact_blob_id_fkey" FOREIGN KEY ("blob_id") REFERENCES "blob"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval" ADD CONSTRAINT "approval_promotion_id_fkey" FOREIGN KEY ("promotion_id") REFERENCES "promotion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "promotion_comment" ADD CONSTRAINT "promotion_comment_promotion_id_fkey" FOREIGN KEY ("promotion_id") REFERENCES "promotion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_member" ADD CONSTRAINT "group_member_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "user_group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ============================================================================================================================
-- From here on written by hand: what the schema language cannot say. "Rule n" is a rule of the domain (docs/glossary.md).
-- ============================================================================================================================

INSERT INTO workspace (name) VALUES ('default');

INSERT INTO stage_definition (workspace, name, key, ordinal, occupancy, protected, bound_alias, built_in) VALUES
  ('default', 'None', 'none', 0, 'many', false, null, true),
  ('default', 'Staging', 'staging', 100, 'many', false, null, true),
  ('default', 'Production', 'production', 200, 'one', true, null, true),
  ('default', 'Archived', 'archived', 1000, 'many', false, null, true);

-- Names sort and compare by code point, whatever the database's locale is.
ALTER TABLE registered_model ALTER COLUMN name TYPE text COLLATE "C";
CREATE UNIQUE INDEX registered_model_name ON registered_model (workspace, name) WHERE deleted_at IS NULL;

-- The whole value does not fit an index row (2,704 bytes); queries compare left(value, 256) and recheck.
CREATE INDEX model_tag_search ON model_tag (workspace, key, left(value, 256), model_id DESC);
CREATE INDEX version_tag_search ON version_tag (workspace, key, left(value, 256), version_id DESC);
CREATE INDEX version_param_search ON version_param (workspace, key, left(value, 256), version_id DESC);

ALTER TABLE model_version ADD CONSTRAINT model_version_status CHECK (status IN ('PENDING_REGISTRATION', 'READY', 'FAILED_REGISTRATION'));
ALTER TABLE model_version ADD CONSTRAINT model_version_integrity CHECK (integrity IN ('verified', 'unverified', 'damaged'));
ALTER TABLE model_version ADD CONSTRAINT model_version_number CHECK (version >= 1);
ALTER TABLE stage_definition ADD CONSTRAINT stage_definition_occupancy CHECK (occupancy IN ('one', 'many'));
ALTER TABLE stage_placement ADD CONSTRAINT stage_placement_order CHECK (to_at IS NULL OR to_at >= from_at);
ALTER TABLE promotion ADD CONSTRAINT promotion_state CHECK (state IN ('pending', 'scheduled', 'applied', 'rejected', 'cancelled', 'expired', 'superseded', 'void'));
ALTER TABLE delivery ADD CONSTRAINT delivery_state CHECK (state IN ('pending', 'delivered', 'failing', 'dead'));
ALTER TABLE deployment ADD CONSTRAINT deployment_state CHECK (state IN ('queued', 'dispatched', 'reconciling', 'running', 'succeeded', 'failed', 'cancelled', 'timed_out', 'superseded'));
ALTER TABLE webhook_endpoint ADD CONSTRAINT webhook_endpoint_state CHECK (state IN ('active', 'paused', 'disabled', 'gone'));
ALTER TABLE approval ADD CONSTRAINT approval_decision CHECK (decision IN ('approve', 'reject'));

-- One open request of one requester for one move.
CREATE UNIQUE INDEX promotion_open ON promotion (version_id, to_stage, requester_id) WHERE state IN ('pending', 'scheduled');
CREATE INDEX promotion_open_stage ON promotion (model_id, to_stage) WHERE state IN ('pending', 'scheduled');
CREATE INDEX promotion_expiry ON promotion (expires_at) WHERE state IN ('pending', 'scheduled');

-- What the relay, the drains and the sweeps ask every second must stay small, however long the history is.
CREATE INDEX event_undispatched ON event (ordinal) WHERE position IS NULL;
-- Partial, so that writing an event does not pay for a place that it has not got yet.
CREATE UNIQUE INDEX event_position ON event (workspace, position) WHERE position IS NOT NULL;
-- Rows that change with every promotion keep room on their page.
ALTER TABLE registered_model SET (fillfactor = 80);
ALTER TABLE model_version SET (fillfactor = 90);
ALTER TABLE stage_placement SET (fillfactor = 90);
ALTER TABLE event SET (fillfactor = 90);
-- A claim writes columns that no index holds: with room on the page it touches no index either.
ALTER TABLE delivery SET (fillfactor = 70);
-- Finds what lies under a path, so that no file of a version is also a folder of it. 300 characters are at most 1,200 bytes.
CREATE INDEX version_artifact_under ON version_artifact (version_id, (left(folded_path, 300)) COLLATE "C");
CREATE INDEX delivery_due ON delivery (endpoint_id, next_attempt_at) WHERE state IN ('pending', 'failing');
-- Claims go by position, however long the line is.
CREATE INDEX delivery_claim ON delivery (endpoint_id, position) WHERE state IN ('pending', 'failing');
CREATE INDEX delivery_line ON delivery (endpoint_id, model_id, position) WHERE state IN ('pending', 'failing');
CREATE INDEX deployment_due ON deployment (due_at) WHERE due_at IS NOT NULL;
-- One unfinished run per model, stage and target: a newer deployment stays queued until the older one has ended.
CREATE UNIQUE INDEX deployment_in_flight ON deployment (model_id, stage, target_id) WHERE state IN ('dispatched', 'reconciling', 'running');
CREATE UNIQUE INDEX deploy_target_name ON deploy_target (workspace, name) WHERE deleted_at IS NULL;
-- One hold stands at a time; lifted ones stay as history.
CREATE UNIQUE INDEX stage_hold_standing ON stage_hold (model_id, stage) WHERE lifted_at IS NULL;
CREATE INDEX quarantine_open ON quarantine (model_id, stage) WHERE lifted_at IS NULL;

-- ------------------------------------------------------------------------------------------------------------------- Rule 1
-- A reader sees exactly one incumbent in a single-occupancy stage that has one, and a version stands in exactly one place.
CREATE UNIQUE INDEX stage_placement_incumbent ON stage_placement (model_id, stage) WHERE to_at IS NULL AND exclusive;
CREATE UNIQUE INDEX stage_placement_standing ON stage_placement (version_id) WHERE to_at IS NULL;
CREATE INDEX stage_placement_occupants ON stage_placement (workspace, stage, model_id) WHERE to_at IS NULL;

-- `exclusive` repeats the stage's occupancy so that the index above can use it; the first trigger keeps the two from drifting apart, the
-- second keeps the past from being rewritten. Guards say their condition in WHEN, so that a lawful update pays for no function call.
CREATE FUNCTION stage_placement_occupancy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.exclusive IS DISTINCT FROM (SELECT occupancy = 'one' FROM stage_definition WHERE workspace = NEW.workspace AND name = NEW.stage) THEN
    RAISE EXCEPTION 'placement in % does not carry the stage''s occupancy', NEW.stage USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER stage_placement_occupancy BEFORE INSERT OR UPDATE OF exclusive ON stage_placement
  FOR EACH ROW WHEN (NEW.to_at IS NULL) EXECUTE FUNCTION stage_placement_occupancy();

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%: % is refused: %', TG_TABLE_NAME, TG_OP, TG_ARGV[0] USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER stage_placement_kept BEFORE DELETE ON stage_placement
  FOR EACH ROW EXECUTE FUNCTION refuse_change('a placement is history');
CREATE TRIGGER stage_placement_not_rewritten BEFORE UPDATE ON stage_placement FOR EACH ROW
  WHEN ((OLD.to_at IS NOT NULL AND NEW.to_at IS DISTINCT FROM OLD.to_at)
    OR (NEW.id, NEW.workspace, NEW.model_id, NEW.version_id, NEW.version, NEW.stage, NEW.from_at)
       IS DISTINCT FROM (OLD.id, OLD.workspace, OLD.model_id, OLD.version_id, OLD.version, OLD.stage, OLD.from_at))
  EXECUTE FUNCTION refuse_change('a placement is history');

-- ------------------------------------------------------------------------------------------------------------------- Rule 2
-- Version numbers are never reused: rows stay (deletion is a date), numbers do not change, the counter does not go back.
CREATE TRIGGER model_version_kept BEFORE DELETE ON model_version
  FOR EACH ROW EXECUTE FUNCTION refuse_change('its row keeps a number from being used again');
CREATE TRIGGER model_version_not_renumbered BEFORE UPDATE ON model_version FOR EACH ROW
  WHEN ((NEW.id, NEW.model_id, NEW.version) IS DISTINCT FROM (OLD.id, OLD.model_id, OLD.version))
  EXECUTE FUNCTION refuse_change('a version keeps its model and number');
CREATE TRIGGER registered_model_counters_grow BEFORE UPDATE ON registered_model FOR EACH ROW
  WHEN (NEW.last_version < OLD.last_version OR NEW.sequence < OLD.sequence OR NEW.last_change_at < OLD.last_change_at)
  EXECUTE FUNCTION refuse_change('the counters and the clock of a model only grow');

-- ------------------------------------------------------------------------------------------------------------------ Rule 11
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_change('the audit log is append-only');
CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('the audit log is append-only');
CREATE TRIGGER audit_seal_append_only BEFORE UPDATE OR DELETE ON audit_seal FOR EACH ROW EXECUTE FUNCTION refuse_change('the audit log is append-only');
CREATE TRIGGER audit_seal_no_truncate BEFORE TRUNCATE ON audit_seal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('the audit log is append-only');
-- An entry leaves the sealer's queue only by being sealed.
CREATE FUNCTION audit_unsealed_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM audit_seal WHERE entry_id = OLD.entry_id) THEN
    RAISE EXCEPTION 'audit_unsealed: DELETE is refused: % is not sealed', OLD.entry_id USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER audit_unsealed_sealed_first BEFORE DELETE ON audit_unsealed FOR EACH ROW EXECUTE FUNCTION audit_unsealed_guard();
CREATE TRIGGER audit_unsealed_kept BEFORE UPDATE ON audit_unsealed FOR EACH ROW EXECUTE FUNCTION refuse_change('the audit log is append-only');
CREATE TRIGGER audit_unsealed_no_truncate BEFORE TRUNCATE ON audit_unsealed FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('the audit log is append-only');
CREATE TRIGGER audit_checkpoint_append_only BEFORE UPDATE OR DELETE ON audit_checkpoint FOR EACH ROW EXECUTE FUNCTION refuse_change('the audit log is append-only');
CREATE TRIGGER audit_checkpoint_no_truncate BEFORE TRUNCATE ON audit_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('the audit log is append-only');

-- ------------------------------------------------------------------------------------------------------------------ Rule 9
-- A version's manifest does not change once the version is READY.
CREATE FUNCTION version_artifact_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v_status text;
BEGIN
  SELECT status INTO v_status FROM model_version WHERE id = coalesce(NEW.version_id, OLD.version_id);
  IF v_status <> 'PENDING_REGISTRATION' THEN
    RAISE EXCEPTION 'the bytes of a registered version do not change' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER version_artifact_guard BEFORE INSERT OR UPDATE OR DELETE ON version_artifact FOR EACH ROW EXECUTE FUNCTION version_artifact_guard();

-- ----------------------------------------------------------------------------------------------------------------- journal
-- Writes the events and audit entries of one change, inside that change's transaction.
--   p_context  {actor, actorId, door, client, requestId, apiVersion}
--   p_events   [{id, type, stage?, endpointId?, data}]      p_audit  [{id, action, outcome, objectType, objectId, reason?, data}]
-- Where a model is named its row is locked, its sequence grows by the number of events, and the time returned is later than every earlier
-- change of that model (rule 3).
CREATE FUNCTION slipway_journal(p_workspace text, p_model_id text, p_context jsonb, p_events jsonb, p_audit jsonb)
RETURNS timestamptz LANGUAGE plpgsql AS $$
DECLARE
  v_at timestamptz(3);
  v_sequence int;
  v_model text;
BEGIN
  IF p_model_id IS NULL THEN
    v_at := date_trunc('milliseconds', clock_timestamp());
  ELSE
    UPDATE registered_model SET
        sequence = sequence + jsonb_array_length(p_events),
        last_change_at = greatest(date_trunc('milliseconds', clock_timestamp()), last_change_at + interval '1 millisecond')
      WHERE id = p_model_id
      RETURNING last_change_at, sequence - jsonb_array_length(p_events), name INTO v_at, v_sequence, v_model;
  END IF;
  PERFORM slipway_write_journal(p_workspace, p_model_id, v_model, v_sequence, p_context, p_events, p_audit, v_at);
  RETURN v_at;
END $$;

-- The rows of a journal, for callers that have counted the model's sequence up themselves: p_sequence is the number before the first event.
CREATE FUNCTION slipway_write_journal(
  p_workspace text, p_model_id text, p_model text, p_sequence int, p_context jsonb, p_events jsonb, p_audit jsonb, p_at timestamptz
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  e jsonb;
  a jsonb;
  v_sequence int := p_sequence;
  v_ordinal bigint;
BEGIN
  FOR e IN SELECT jsonb_array_elements(p_events) LOOP
    v_sequence := v_sequence + 1;
    INSERT INTO event (id, workspace, type, api_version, model_id, model, sequence, stage, actor, door, data, created_at, endpoint_id)
      VALUES (e->>'id', p_workspace, e->>'type', p_context->>'apiVersion', p_model_id, p_model,
              CASE WHEN p_model_id IS NOT NULL THEN v_sequence END,
              e->>'stage', p_context->'actor', p_context->>'door', e->'data', p_at, e->>'endpointId');
  END LOOP;
  FOR a IN SELECT jsonb_array_elements(p_audit) LOOP
    INSERT INTO audit_entry (id, workspace, at, actor, actor_id, door, client, request_id, action, outcome, object_type, object_id, model_id, model, reason, data)
      VALUES (a->>'id', p_workspace, p_at, p_context->'actor', p_context->>'actorId', p_context->>'door', p_context->>'client', p_context->>'requestId',
              a->>'action', a->>'outcome', a->>'objectType', a->>'objectId', coalesce(p_model_id, a->>'modelId'), coalesce(p_model, a->>'model'),
              a->>'reason', coalesce(a->'data', '{}'::jsonb))
      RETURNING ordinal INTO v_ordinal;
    INSERT INTO audit_unsealed (entry_id, workspace, ordinal) VALUES (a->>'id', p_workspace, v_ordinal);
  END LOOP;
END $$;

-- --------------------------------------------------------------------------------------------------------------- promotion
-- Applies one decided move (promotion, rollback, archiving) as a whole, or refuses as a whole. It holds no policy: it checks that what
-- the decision read still stands (the three revisions) and writes what was decided. Answers
--   {"outcome": "applied", "at": ...} | {"outcome": "changed"} (decide again) | {"outcome": "replayed", ...} (the idempotency key is known)
-- Its statements find rows by key, so one plan serves all calls; left to itself the server plans those with arrays anew every time.
CREATE FUNCTION slipway_apply_promotion(
  p_workspace text,
  p_model_id text,
  p_stage_revision int,
  p_stages_revision int,
  p_targets_revision int,
  p_promotion jsonb,
  p_expected_state text,
  p_exclusive boolean,
  p_archived_versions text[],
  p_aliases jsonb,
  p_hold jsonb,
  p_lift_hold boolean,
  p_quarantine jsonb,
  p_lift_quarantines text[],
  p_superseded text[],
  p_deployments jsonb,
  p_context jsonb,
  p_events jsonb,
  p_audit jsonb,
  p_idempotency jsonb
) RETURNS jsonb LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_model registered_model%ROWTYPE;
  v_workspace workspace%ROWTYPE;
  v_key idempotency_key%ROWTYPE;
  v_at timestamptz(3);
  v_version_id text := p_promotion->>'versionId';
  v_id text := p_promotion->>'id';
  v_to text := p_promotion->>'toStage';
  v_generation_stage text := p_promotion->>'toStage';
BEGIN
  SELECT * INTO v_model FROM registered_model WHERE id = p_model_id AND workspace = p_workspace FOR NO KEY UPDATE;
  IF NOT FOUND OR v_model.deleted_at IS NOT NULL OR v_model.stage_revision <> p_stage_revision THEN
    RETURN jsonb_build_object('outcome', 'changed');
  END IF;
  -- Taken before the revisions are read: a change of the stage definitions locks the table against this (see the stage store).
  LOCK TABLE stage_placement IN ROW EXCLUSIVE MODE;
  SELECT * INTO v_workspace FROM workspace WHERE name = p_workspace;
  IF v_workspace.stages_revision <> p_stages_revision OR v_workspace.targets_revision <> p_targets_revision THEN
    RETURN jsonb_build_object('outcome', 'changed');
  END IF;
  IF p_idempotency IS NOT NULL THEN
    INSERT INTO idempotency_key (workspace, actor_id, route, key, body_hash, status, resource_type, resource_id, created_at)
      VALUES (p_workspace, p_context->>'actorId', p_idempotency->>'route', p_idempotency->>'key', p_idempotency->>'bodyHash', 201, 'promotion', v_id, clock_timestamp())
      ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
      SELECT * INTO v_key FROM idempotency_key WHERE workspace = p_workspace AND actor_id = p_context->>'actorId'
        AND route = p_idempotency->>'route' AND key = p_idempotency->>'key';
      RETURN jsonb_build_object('outcome', 'replayed', 'bodyHash', v_key.body_hash, 'status', v_key.status, 'resourceId', v_key.resource_id);
    END IF;
  END IF;
  v_at := greatest(date_trunc('milliseconds', clock_timestamp()), v_model.last_change_at + interval '1 millisecond');

  IF p_expected_state IS NULL THEN
    INSERT INTO promotion (id, workspace, model_id, version_id, version, kind, state, from_stage, to_stage, reason, archive_existing, allow_empty,
        incumbent_version, rollback_from, incident, manifest_digest, requester, requester_id, door, client, request_id, archived_versions, created_at, closed_at, applied_at)
      VALUES (v_id, p_workspace, p_model_id, v_version_id, (p_promotion->>'version')::int, p_promotion->>'kind', 'applied', p_promotion->>'fromStage', v_to,
        p_promotion->>'reason', (p_promotion->>'archiveExisting')::boolean, (p_promotion->>'allowEmpty')::boolean, (p_promotion->>'incumbentVersion')::int,
        (p_promotion->>'rollbackFrom')::int, p_promotion->>'incident', p_promotion->>'manifestDigest', p_context->'actor', p_context->>'actorId',
        p_context->>'door', p_context->>'client', p_context->>'requestId',
        ARRAY(SELECT version FROM model_version WHERE id = ANY(p_archived_versions) ORDER BY version), v_at, v_at, v_at);
  ELSE
    UPDATE promotion SET state = 'applied', applied_at = v_at, closed_at = v_at, decided_by = p_context->'actor', revision = revision + 1,
        -- What it moved from and whom it displaced is known only now.
        from_stage = p_promotion->>'fromStage', incumbent_version = (p_promotion->>'incumbentVersion')::int, manifest_digest = p_promotion->>'manifestDigest',
        archive_existing = (p_promotion->>'archiveExisting')::boolean,
        archived_versions = ARRAY(SELECT version FROM model_version WHERE id = ANY(p_archived_versions) ORDER BY version)
      WHERE id = v_id AND model_id = p_model_id AND state = p_expected_state;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'promotion % is not % although the model''s revision stands', v_id, p_expected_state USING ERRCODE = 'serialization_failure';
    END IF;
  END IF;

  -- Close before opening: the unique indexes are checked row by row.
  UPDATE stage_placement SET to_at = v_at, ended_by = v_id
    WHERE model_id = p_model_id AND to_at IS NULL AND (version_id = v_version_id OR version_id = ANY(p_archived_versions));
  INSERT INTO stage_placement (id, workspace, model_id, version_id, version, stage, exclusive, kind, promotion_id, from_at, verified_at)
    SELECT v_id || '.' || version, p_workspace, p_model_id, id, version, 'Archived', false,
           CASE WHEN version = (p_promotion->>'rollbackFrom')::int THEN 'rollback' ELSE 'displaced' END, v_id, v_at, v_at
      FROM model_version WHERE id = ANY(p_archived_versions);
  INSERT INTO stage_placement (id, workspace, model_id, version_id, version, stage, exclusive, kind, promotion_id, from_at, verified_at)
    VALUES (v_id, p_workspace, p_model_id, v_version_id, (p_promotion->>'version')::int, v_to, p_exclusive, p_promotion->>'kind', v_id, v_at,
            CASE WHEN jsonb_array_length(p_deployments) = 0 THEN v_at END);
  UPDATE model_version SET updated_at = v_at, revision = revision + 1 WHERE id = v_version_id OR id = ANY(p_archived_versions);

  IF jsonb_array_length(p_aliases) > 0 THEN
    DELETE FROM model_alias WHERE model_id = p_model_id AND alias IN (SELECT a->>'alias' FROM jsonb_array_elements(p_aliases) AS a);
    INSERT INTO model_alias (workspace, model_id, alias, version_id, version, bound_stage, updated_at)
      SELECT p_workspace, p_model_id, a->>'alias', a->>'versionId', (a->>'version')::int, a->>'stage', v_at
        FROM jsonb_array_elements(p_aliases) AS a WHERE a->>'versionId' IS NOT NULL;
  END IF;
  IF p_lift_hold OR p_hold IS NOT NULL THEN
    UPDATE stage_hold SET lifted_at = v_at WHERE model_id = p_model_id AND stage = v_to AND lifted_at IS NULL;
  END IF;
  IF p_hold IS NOT NULL THEN
    INSERT INTO stage_hold (workspace, model_id, stage, reason, actor, promotion_id, created_at)
      VALUES (p_workspace, p_model_id, v_to, p_hold->>'reason', p_context->'actor', v_id, v_at);
  END IF;
  IF p_quarantine IS NOT NULL THEN
    INSERT INTO quarantine (id, workspace, model_id, version_id, version, stage, incident, reason, created_at)
      VALUES (p_quarantine->>'id', p_workspace, p_model_id, p_quarantine->>'versionId', (p_quarantine->>'version')::int, v_to, v_id, p_quarantine->>'reason', v_at);
  END IF;
  IF cardinality(p_lift_quarantines) > 0 THEN
    UPDATE quarantine SET lifted_at = v_at, lifted_by = p_context->'actor', lift_reason = 'promotion ' || v_id || ' was approved'
      WHERE id = ANY(p_lift_quarantines) AND lifted_at IS NULL;
  END IF;
  IF cardinality(p_superseded) > 0 THEN
    UPDATE promotion SET state = 'superseded', superseded_by = v_id, closed_at = v_at, revision = revision + 1
      WHERE id = ANY(p_superseded) AND state IN ('pending', 'scheduled');
  END IF;
  IF jsonb_array_length(p_deployments) > 0 THEN
    INSERT INTO deployment (id, workspace, target_id, target_name, promotion_id, model_id, version_id, version, stage, generation, state, due_at, created_at, updated_at)
      SELECT d->>'id', p_workspace, d->>'targetId', d->>'targetName', v_id, p_model_id, v_version_id, (p_promotion->>'version')::int, v_generation_stage,
             1 + coalesce((SELECT max(o.generation) FROM deployment o
                            WHERE o.model_id = p_model_id AND o.stage = v_generation_stage AND o.target_id = d->>'targetId'), 0),
             'queued', v_at, v_at, v_at
        FROM jsonb_array_elements(p_deployments) AS d;
  END IF;
  UPDATE registered_model SET updated_at = v_at, last_change_at = v_at, revision = revision + 1, stage_revision = stage_revision + 1,
      sequence = sequence + jsonb_array_length(p_events)
    WHERE id = p_model_id;
  PERFORM slipway_write_journal(p_workspace, p_model_id, v_model.name, v_model.sequence, p_context, p_events, p_audit, v_at);
  RETURN jsonb_build_object('outcome', 'applied', 'at', to_jsonb(v_at));
END $$;

-- ------------------------------------------------------------------------------------------------------------- registration
-- Gives the next number of a model to a new version and writes it with its tags, metrics, params, first placement, events and audit entry.
-- Answers {"outcome": "registered", "version": n, "at": ...} | {"outcome": "gone"} (no such model) | {"outcome": "replayed", ...}.
-- In the source and in the data of events and audit entries the text "<version id>#number" stands for the number, which only this function knows.
CREATE FUNCTION slipway_register_version(
  p_workspace text,
  p_model_id text,
  p_version jsonb,
  p_tags jsonb,
  p_metrics jsonb,
  p_params jsonb,
  p_context jsonb,
  p_events jsonb,
  p_audit jsonb,
  p_idempotency jsonb
) RETURNS jsonb LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_model registered_model%ROWTYPE;
  v_key idempotency_key%ROWTYPE;
  v_at timestamptz(3);
  v_number int;
  v_id text := p_version->>'id';
BEGIN
  SELECT * INTO v_model FROM registered_model WHERE id = p_model_id AND workspace = p_workspace FOR NO KEY UPDATE;
  IF NOT FOUND OR v_model.deleted_at IS NOT NULL THEN
    RETURN jsonb_build_object('outcome', 'gone');
  END IF;
  IF p_idempotency IS NOT NULL THEN
    INSERT INTO idempotency_key (workspace, actor_id, route, key, body_hash, status, resource_type, resource_id, created_at)
      VALUES (p_workspace, p_context->>'actorId', p_idempotency->>'route', p_idempotency->>'key', p_idempotency->>'bodyHash', 201, 'version', v_id, clock_timestamp())
      ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
      SELECT * INTO v_key FROM idempotency_key WHERE workspace = p_workspace AND actor_id = p_context->>'actorId'
        AND route = p_idempotency->>'route' AND key = p_idempotency->>'key';
      RETURN jsonb_build_object('outcome', 'replayed', 'bodyHash', v_key.body_hash, 'status', v_key.status, 'resourceId', v_key.resource_id);
    END IF;
  END IF;
  v_at := greatest(date_trunc('milliseconds', clock_timestamp()), v_model.last_change_at + interval '1 millisecond');
  v_number := v_model.last_version + 1;
  INSERT INTO model_version (id, workspace, model_id, version, status, integrity, source, run_id, run_link, description, lineage,
      creator_type, creator_id, creator_name, created_at, updated_at)
    VALUES (v_id, p_workspace, p_model_id, v_number, p_version->>'status', p_version->>'integrity', replace(p_version->>'source', v_id || '#number', v_number::text),
      p_version->>'runId', p_version->>'runLink', p_version->>'description', p_version->'lineage',
      p_context->'actor'->>'type', p_context->>'actorId', p_context->'actor'->>'name', v_at, v_at);
  INSERT INTO version_tag (workspace, version_id, key, value) SELECT p_workspace, v_id, key, value FROM jsonb_each_text(p_tags);
  INSERT INTO version_metric (workspace, version_id, key, value) SELECT p_workspace, v_id, key, value::double precision FROM jsonb_each_text(p_metrics);
  INSERT INTO version_param (workspace, version_id, key, value) SELECT p_workspace, v_id, key, value FROM jsonb_each_text(p_params);
  INSERT INTO stage_placement (id, workspace, model_id, version_id, version, stage, exclusive, kind, from_at, verified_at)
    VALUES (v_id, p_workspace, p_model_id, v_id, v_number, 'None', false, 'registered', v_at, v_at);
  UPDATE registered_model SET last_version = v_number, updated_at = v_at, last_change_at = v_at, revision = revision + 1,
      sequence = sequence + jsonb_array_length(p_events)
    WHERE id = p_model_id;
  PERFORM slipway_write_journal(p_workspace, p_model_id, v_model.name, v_model.sequence, p_context,
    replace(p_events::text, '"' || v_id || '#number"', v_number::text)::jsonb,
    replace(p_audit::text, '"' || v_id || '#number"', v_number::text)::jsonb, v_at);
  RETURN jsonb_build_object('outcome', 'registered', 'version', v_number, 'at', to_jsonb(v_at));
END $$;
