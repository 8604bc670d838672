-- Uploads of one file in parts. The parts themselves are known by the store alone; the row says what they will become.
CREATE TABLE "artifact_upload" (
    "id" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "version_id" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "blob_id" TEXT NOT NULL,
    "store_upload" TEXT,
    "size" BIGINT,
    "sha256" TEXT,
    "part_size" BIGINT,
    "part_count" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "claim" INTEGER NOT NULL DEFAULT 0,
    "claimed_until" TIMESTAMPTZ(3),
    "verified_bytes" BIGINT NOT NULL DEFAULT 0,
    "failure" TEXT,
    "creator_type" TEXT NOT NULL,
    "creator_id" TEXT NOT NULL,
    "creator_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "artifact_upload_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "artifact_upload_blob_id_key" ON "artifact_upload"("blob_id");

-- CreateIndex
CREATE INDEX "artifact_upload_version_id_idx" ON "artifact_upload"("version_id");

-- CreateIndex
CREATE INDEX "artifact_upload_expires_at_idx" ON "artifact_upload"("expires_at");

-- AddForeignKey
ALTER TABLE "artifact_upload" ADD CONSTRAINT "artifact_upload_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "model_version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE artifact_upload ADD CONSTRAINT artifact_upload_state CHECK (state IN ('open', 'completing', 'completed', 'aborted'));
ALTER TABLE artifact_upload ADD CONSTRAINT artifact_upload_parts CHECK (part_count BETWEEN 1 AND 10000);
