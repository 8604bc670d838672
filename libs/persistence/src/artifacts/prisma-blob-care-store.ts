import { Injectable } from '@nestjs/common';
import { BlobCareStore, type BlobPage, type ScrubTurn, type UnusedBlob } from '#application/ports/blob-care-store';
import type { Transaction } from '#application/ports/unit-of-work';
import { CHUNK_BYTES } from '../blobs/chunk-digests.js';
import { Database } from '../core/database.js';
import { reading } from '../core/database-error.js';
import { sqlOf } from '../core/prisma-unit-of-work.js';
import { Prisma } from '../generated/client.js';

/** Blobs of one page: some milliseconds of the server. */
const PAGE = 1_000;

interface ScrubRow {
  readonly id: string;
  readonly workspace: string;
  readonly size: bigint;
  readonly sha256: string;
  readonly chunks: Uint8Array;
  readonly damaged: boolean;
  readonly offset: bigint;
}

interface PageRow {
  readonly id: string;
  readonly size: bigint;
  readonly unused: boolean;
}

/** True of a blob `b` that no living version refers to (deleted ones count until `deletedBefore`). */
const unreferred = (
  deletedBefore: Date,
) => Prisma.sql`NOT EXISTS (SELECT 1 FROM version_artifact a JOIN model_version v ON v.id = a.version_id
  WHERE a.blob_id = b.id AND (v.deleted_at IS NULL OR v.deleted_at >= ${deletedBefore}))`;

/** The care of stored bytes over `blob` and whatever refers to it. */
@Injectable()
export class PrismaBlobCareStore extends BlobCareStore {
  constructor(private readonly database: Database) {
    super();
  }

  override async takeForScrub(workspace: string, notSince: Date, maxBytes: number, leaseSeconds: number): Promise<ScrubTurn | null> {
    const [row] = await reading(
      () => this.database.client.$queryRaw<ScrubRow[]>`
        UPDATE blob SET scrub_until = clock_timestamp() + make_interval(secs => ${leaseSeconds})
        WHERE id = (SELECT id FROM blob WHERE workspace = ${workspace} AND scrubbed_at < ${notSince}
            AND (scrub_until IS NULL OR scrub_until < clock_timestamp())
          ORDER BY workspace, scrubbed_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING id, workspace, size, sha256, chunks, damaged_at IS NOT NULL AS damaged, scrub_offset AS offset`,
    );
    if (row === undefined) return null;
    const size = Number(row.size);
    const start = Number(row.offset);
    const end = Math.min(size, start + Math.max(1, Math.ceil(maxBytes / CHUNK_BYTES)) * CHUNK_BYTES);
    const key = { workspace: row.workspace, id: row.id };
    return { blob: { key, size, sha256: row.sha256, chunks: row.chunks }, span: { start, end }, damaged: row.damaged };
  }

  override async endScrubTurn({ blob, span }: ScrubTurn, readWholeAt: Date | null): Promise<void> {
    // Only the turn that stands: one whose lease ended meanwhile has been taken by another process.
    await reading(
      () => this.database.client.$executeRaw`
        UPDATE blob SET scrub_until = NULL, scrub_offset = ${readWholeAt === null ? BigInt(span.end) : 0n},
          scrubbed_at = coalesce(${readWholeAt}::timestamptz, scrubbed_at)
        WHERE id = ${blob.key.id} AND workspace = ${blob.key.workspace} AND scrub_offset = ${BigInt(span.start)}`,
    );
  }

  override async pageOfBlobs(workspace: string, after: string | null, writtenBefore: Date, deletedBefore: Date): Promise<BlobPage> {
    const rows = await reading(
      () => this.database.slow.$queryRaw<PageRow[]>`
        WITH page AS (SELECT id, size, created_at FROM blob WHERE workspace = ${workspace} AND id > ${after ?? ''} ORDER BY id LIMIT ${PAGE})
        SELECT b.id, b.size, b.created_at < ${writtenBefore} AND ${unreferred(deletedBefore)} AS unused FROM page b ORDER BY b.id`,
    );
    const unused = rows.filter((row) => row.unused).map((row) => unusedOf(workspace, row));
    return { unused, next: rows.length < PAGE ? null : (rows.at(-1)?.id ?? null) };
  }

  override async dropUnused(
    tx: Transaction,
    workspace: string,
    ids: readonly string[],
    deletedBefore: Date,
  ): Promise<readonly UnusedBlob[]> {
    const sql = sqlOf(this.database, tx);
    // Whoever lets a path refer to one of these waits for this lock (its foreign key) and then finds it gone.
    const locked = await sql.$queryRaw<PageRow[]>`
      SELECT b.id, b.size, true AS unused FROM blob b WHERE b.workspace = ${workspace} AND b.id = ANY(${[...ids]}) ORDER BY b.id FOR UPDATE`;
    const candidates = locked.map((row) => row.id);
    // A statement of its own, so that it sees what was committed while it waited.
    await sql.$executeRaw`
      DELETE FROM version_artifact d USING blob b WHERE d.blob_id = b.id AND b.id = ANY(${candidates}) AND ${unreferred(deletedBefore)}`;
    const gone = await sql.$queryRaw<PageRow[]>`
      DELETE FROM blob b WHERE b.id = ANY(${candidates}) AND NOT EXISTS (SELECT 1 FROM version_artifact a WHERE a.blob_id = b.id)
      RETURNING b.id, b.size, true AS unused`;
    return gone.map((row) => unusedOf(workspace, row));
  }

  override async known(workspace: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await reading(
      () => this.database.client.$queryRaw<{ id: string }[]>`
        SELECT id FROM blob WHERE workspace = ${workspace} AND id = ANY(${[...ids]})
        UNION ALL
        SELECT blob_id FROM artifact_upload WHERE workspace = ${workspace} AND blob_id = ANY(${[...ids]}) AND state IN ('open', 'completing')`,
    );
    return new Set(rows.map((row) => row.id));
  }
}

function unusedOf(workspace: string, row: PageRow): UnusedBlob {
  return { key: { workspace, id: row.id }, size: Number(row.size) };
}
