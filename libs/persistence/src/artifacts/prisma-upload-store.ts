import { Injectable } from '@nestjs/common';
import type { Actor } from '#domain/access/actor';
import type { Transaction } from '#application/ports/unit-of-work';
import { UploadStore, type NewUpload, type StoredUpload, type UploadClaim, type UploadState } from '#application/ports/upload-store';
import { Database } from '../core/database.js';
import { reading } from '../core/database-error.js';
import { sqlOf } from '../core/prisma-unit-of-work.js';
import { Prisma } from '../generated/client.js';

interface UploadRow extends Omit<StoredUpload, 'key' | 'size' | 'partSize' | 'verifiedBytes' | 'state'> {
  readonly blobId: string;
  readonly size: bigint | null;
  readonly partSize: bigint | null;
  readonly verifiedBytes: bigint;
  readonly state: UploadState;
}

const UPLOAD = Prisma.sql`SELECT u.id, u.workspace, u.version_id AS "versionId", u.path, u.blob_id AS "blobId", u.store_upload AS "storeUpload",
  u.size, u.sha256, u.part_size AS "partSize", u.part_count AS "partCount", u.state, u.verified_bytes AS "verifiedBytes", u.failure,
  u.created_at AS "createdAt", u.expires_at AS "expiresAt", u.expires_at <= now() AS expired,
  u.state = 'completing' AND coalesce(u.claimed_until > now(), false) AS claimed,
  v.model_id AS "modelId", v.version, v.status, v.deleted_at IS NOT NULL OR m.deleted_at IS NOT NULL AS gone
  FROM artifact_upload u JOIN model_version v ON v.id = u.version_id JOIN registered_model m ON m.id = v.model_id`;

/** Nobody is completing it now. Times are the database's: processes with other clocks agree on them. */
const FREE = Prisma.sql`(state = 'open' OR state = 'completing' AND coalesce(claimed_until <= now(), true))`;

/** The upload store over `artifact_upload`. */
@Injectable()
export class PrismaUploadStore extends UploadStore {
  constructor(private readonly database: Database) {
    super();
  }

  override async insert(tx: Transaction, upload: NewUpload, creator: Actor, at: Date): Promise<void> {
    const { id, workspace, versionId, path, key, size, sha256, partSize, partCount, lifetimeSeconds } = upload;
    await sqlOf(this.database, tx).artifactUpload.create({
      data: {
        ...{ id, workspace, versionId, path, sha256, partCount, blobId: key.id, state: 'open', createdAt: at },
        size: size === null ? null : BigInt(size),
        partSize: partSize === null ? null : BigInt(partSize),
        expiresAt: new Date(at.getTime() + lifetimeSeconds * 1_000),
        creatorType: creator.type,
        creatorId: creator.id,
        creatorName: creator.name,
      },
    });
  }

  override async find(workspace: string, id: string, tx?: Transaction): Promise<StoredUpload | null> {
    const rows = await reading(
      () => sqlOf(this.database, tx).$queryRaw<UploadRow[]>`${UPLOAD} WHERE u.id = ${id} AND u.workspace = ${workspace}`,
    );
    return rows[0] === undefined ? null : toUpload(rows[0]);
  }

  override async nameInStore(id: string, storeUpload: string): Promise<string | null> {
    const rows = await reading(
      () => this.database.client.$queryRaw<{ name: string }[]>`
        UPDATE artifact_upload SET store_upload = coalesce(store_upload, ${storeUpload}) WHERE id = ${id} RETURNING store_upload AS name`,
    );
    return rows[0]?.name ?? null;
  }

  override async claim(id: string, leaseSeconds: number): Promise<UploadClaim | null> {
    const rows = await reading(
      () => this.database.client.$queryRaw<UploadClaim[]>`
        WITH free AS (SELECT id, state FROM artifact_upload WHERE id = ${id} AND ${FREE} FOR UPDATE)
        UPDATE artifact_upload u SET state = 'completing', claim = u.claim + 1, verified_bytes = 0,
          claimed_until = now() + make_interval(secs => ${leaseSeconds})
        FROM free WHERE u.id = free.id RETURNING u.claim AS number, free.state = 'completing' AS resumed`,
    );
    return rows[0] ?? null;
  }

  override async renew(id: string, claim: number, leaseSeconds: number, verifiedBytes: number): Promise<boolean> {
    const changed = await reading(
      () => this.database.client.$executeRaw`
        UPDATE artifact_upload SET claimed_until = now() + make_interval(secs => ${leaseSeconds}), verified_bytes = ${BigInt(verifiedBytes)}
        WHERE id = ${id} AND claim = ${claim} AND state = 'completing'`,
    );
    return changed === 1;
  }

  override async release(id: string, claim: number, reopen: boolean): Promise<void> {
    await reading(
      () => this.database.client.$executeRaw`
        UPDATE artifact_upload SET claimed_until = NULL, state = CASE WHEN ${reopen} THEN 'open' ELSE state END
        WHERE id = ${id} AND claim = ${claim} AND state = 'completing'`,
    );
  }

  override async complete(tx: Transaction, id: string, claim: number, file: { size: number; sha256: string }): Promise<boolean> {
    const changed = await sqlOf(this.database, tx).$executeRaw`
      UPDATE artifact_upload SET state = 'completed', claimed_until = NULL, size = ${BigInt(file.size)}, sha256 = ${file.sha256},
        verified_bytes = ${BigInt(file.size)}, ended_at = now()
      WHERE id = ${id} AND claim = ${claim} AND state = 'completing'`;
    return changed === 1;
  }

  override async abort(tx: Transaction, id: string, failure: string | null, claim?: number): Promise<boolean> {
    const held = claim === undefined ? FREE : Prisma.sql`(state = 'completing' AND claim = ${claim})`;
    const changed = await sqlOf(this.database, tx).$executeRaw`
      UPDATE artifact_upload SET state = 'aborted', claimed_until = NULL, failure = ${failure}, ended_at = now() WHERE id = ${id} AND ${held}`;
    return changed === 1;
  }

  override async expired(workspace: string, limit: number): Promise<readonly StoredUpload[]> {
    const rows = await reading(
      () => this.database.client.$queryRaw<UploadRow[]>`
        ${UPLOAD} WHERE u.workspace = ${workspace} AND u.expires_at <= now()
          AND (u.state = 'open' OR u.state = 'completing' AND coalesce(u.claimed_until <= now(), true))
        ORDER BY u.expires_at LIMIT ${limit}`,
    );
    return rows.map(toUpload);
  }

  override purge(workspace: string, olderThanSeconds: number, limit: number): Promise<number> {
    return reading(
      () => this.database.client.$executeRaw`
        DELETE FROM artifact_upload WHERE id IN (SELECT id FROM artifact_upload
          WHERE workspace = ${workspace} AND ended_at <= now() - make_interval(secs => ${olderThanSeconds}) LIMIT ${limit})`,
    );
  }
}

function toUpload({ blobId, size, partSize, verifiedBytes, ...row }: UploadRow): StoredUpload {
  return {
    ...row,
    key: { workspace: row.workspace, id: blobId },
    size: size === null ? null : Number(size),
    partSize: partSize === null ? null : Number(partSize),
    verifiedBytes: Number(verifiedBytes),
  };
}
