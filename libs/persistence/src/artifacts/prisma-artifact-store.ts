import { Injectable } from '@nestjs/common';
import {
  ArtifactStore,
  type ArtifactPlace,
  type BlobUser,
  type Integrity,
  type NewArtifact,
  type Placement,
  type StoredArtifact,
} from '#application/ports/artifact-store';
import type { BlobKey } from '#application/ports/blob-store';
import type { Transaction } from '#application/ports/unit-of-work';
import { foldArtifactPath } from '#domain/registry/artifact-path';
import { inManifestOrder } from '#domain/registry/manifest';
import { Database } from '../core/database.js';
import { reading } from '../core/database-error.js';
import { byReference } from '../core/model-reference.js';
import { sqlOf } from '../core/prisma-unit-of-work.js';
import { Prisma } from '../generated/client.js';
import { folderKeys, pathKey } from './path-key.js';

interface FileRow {
  readonly path: string;
  readonly blobId: string;
  readonly workspace: string;
  readonly size: bigint;
  readonly sha256: string;
  readonly chunks: Uint8Array;
  readonly damaged: boolean;
  readonly createdAt: Date;
}

const FILE = Prisma.sql`a.path, a.blob_id AS "blobId", b.workspace, b.size, b.sha256, b.chunks, b.damaged_at IS NOT NULL AS damaged,
  a.created_at AS "createdAt" FROM version_artifact a JOIN blob b ON b.id = a.blob_id`;

/** Characters of the folded path that the index `version_artifact_under` holds. */
const INDEXED_CHARACTERS = 300;

/** The artifact store over `version_artifact` and `blob`. */
@Injectable()
export class PrismaArtifactStore extends ArtifactStore {
  constructor(private readonly database: Database) {
    super();
  }

  override async locate(workspace: string, model: string, version: number, tx?: Transaction): Promise<ArtifactPlace | null> {
    const rows = await reading(
      () => sqlOf(this.database, tx).$queryRaw<ArtifactPlace[]>`
        SELECT m.id AS "modelId", m.name AS model, CASE WHEN v.id IS NOT NULL THEN jsonb_build_object('versionId', v.id, 'version', v.version,
          'status', v.status, 'integrity', v.integrity, 'deleted', v.deleted_at IS NOT NULL, 'source', v.source, 'runId', v.run_id,
          'gitCommit', v.lineage->>'gitCommit', 'manifestDigest', v.manifest_digest,
          'stage', (SELECT p.stage FROM stage_placement p WHERE p.version_id = v.id AND p.to_at IS NULL)) END AS version
        FROM registered_model m LEFT JOIN model_version v ON v.model_id = m.id AND v.version = ${version}
        WHERE ${byReference(workspace, model)}`,
    );
    return rows[0] ?? null;
  }

  override async findFile(versionId: string, path: string): Promise<StoredArtifact | null> {
    const rows = await reading(
      () => this.database.client.$queryRaw<FileRow[]>`
        SELECT ${FILE} WHERE a.version_id = ${versionId} AND a.path_key = ${pathKey(path)} AND a.path = ${path}`,
    );
    return rows[0] === undefined ? null : toArtifact(rows[0]);
  }

  override async files(versionId: string, tx?: Transaction): Promise<readonly StoredArtifact[]> {
    const rows = await reading(() => sqlOf(this.database, tx).$queryRaw<FileRow[]>`SELECT ${FILE} WHERE a.version_id = ${versionId}`);
    return inManifestOrder(rows.map(toArtifact));
  }

  override async collision(versionId: string, path: string, tx?: Transaction): Promise<string | null> {
    const under = `${foldArtifactPath(path)}/`;
    const indexed = [...under].slice(0, INDEXED_CHARACTERS).join('');
    const rows = await reading(
      () => sqlOf(this.database, tx).$queryRaw<{ path: string }[]>`
        (SELECT path FROM version_artifact WHERE version_id = ${versionId} AND path_key = ANY(${[pathKey(path), ...folderKeys(path)]})
          AND path <> ${path} LIMIT 1)
        UNION ALL
        (SELECT path FROM version_artifact WHERE version_id = ${versionId}
          AND left(folded_path, ${Prisma.raw(String(INDEXED_CHARACTERS))}) COLLATE "C" >= ${indexed}
          AND left(folded_path, ${Prisma.raw(String(INDEXED_CHARACTERS))}) COLLATE "C" < ${`${indexed}\u{10FFFF}`}
          AND starts_with(folded_path, ${under}) LIMIT 1)`,
    );
    return rows[0]?.path ?? null;
  }

  override async place(tx: Transaction, artifact: NewArtifact): Promise<Placement> {
    const { workspace, versionId, path, key, blob, at } = artifact;
    const sql = sqlOf(this.database, tx);
    const where = { versionId_pathKey: { versionId, pathKey: pathKey(path) } };
    const before = await sql.versionArtifact.findUnique({ where, select: { blobId: true } });
    await sql.blob.create({
      data: { id: key.id, workspace, size: BigInt(blob.size), sha256: blob.sha256, chunks: Uint8Array.from(blob.chunks), createdAt: at },
    });
    if (before === null) {
      await sql.versionArtifact.create({
        data: { workspace, versionId, path, foldedPath: foldArtifactPath(path), pathKey: pathKey(path), blobId: key.id, createdAt: at },
      });
      return { replaced: false, orphan: null };
    }
    await sql.versionArtifact.update({ where, data: { blobId: key.id, createdAt: at } });
    const removed = await sql.$executeRaw`
      DELETE FROM blob b WHERE b.id = ${before.blobId} AND NOT EXISTS (SELECT 1 FROM version_artifact a WHERE a.blob_id = b.id)`;
    return { replaced: true, orphan: removed === 1 ? { workspace, id: before.blobId } : null };
  }

  override async register(
    tx: Transaction,
    modelId: string,
    versionId: string,
    manifest: { digest: string; bytes: number },
    at: Date,
  ): Promise<void> {
    const sql = sqlOf(this.database, tx);
    await sql.modelVersion.update({
      where: { id: versionId, status: 'PENDING_REGISTRATION' },
      data: {
        status: 'READY',
        statusMessage: null,
        integrity: 'verified',
        manifestDigest: manifest.digest,
        artifactBytes: BigInt(manifest.bytes),
        updatedAt: at,
        revision: { increment: 1 },
      },
    });
    await sql.registeredModel.update({ where: { id: modelId }, data: { updatedAt: at, revision: { increment: 1 } } });
  }

  override async isReferred({ workspace, id }: BlobKey): Promise<boolean> {
    const rows = await reading(
      () => this.database.client.$queryRaw<{ found: number }[]>`
        SELECT 1 AS found FROM blob WHERE id = ${id} AND workspace = ${workspace}
        UNION ALL
        SELECT 1 FROM artifact_upload WHERE blob_id = ${id} AND workspace = ${workspace} AND state IN ('open', 'completing') LIMIT 1`,
    );
    return rows.length > 0;
  }

  override usersOf(workspace: string, blobIds: readonly string[], tx?: Transaction): Promise<readonly BlobUser[]> {
    return reading(
      () => sqlOf(this.database, tx).$queryRaw<BlobUser[]>`
        SELECT m.id AS "modelId", m.name AS model, v.id AS "versionId", v.version, v.status, v.integrity,
          array_agg(a.path ORDER BY a.path COLLATE "C") AS paths
        FROM version_artifact a JOIN model_version v ON v.id = a.version_id JOIN registered_model m ON m.id = v.model_id
        WHERE a.blob_id = ANY(${[...blobIds]}) AND v.workspace = ${workspace} AND v.deleted_at IS NULL
        GROUP BY m.id, v.id ORDER BY m.id, v.version`,
    );
  }

  override async markBlobs(tx: Transaction, workspace: string, blobIds: readonly string[], damaged: boolean): Promise<readonly string[]> {
    const rows = await sqlOf(this.database, tx).$queryRaw<{ id: string }[]>`
      UPDATE blob SET damaged_at = CASE WHEN ${damaged} THEN coalesce(damaged_at, date_trunc('milliseconds', clock_timestamp())) END
      WHERE id = ANY(${[...blobIds]}) AND workspace = ${workspace} RETURNING id`;
    return rows.map((row) => row.id);
  }

  override async hasDamagedBlob(tx: Transaction, versionId: string): Promise<boolean> {
    const rows = await sqlOf(this.database, tx).$queryRaw<{ found: number }[]>`
      SELECT 1 AS found FROM version_artifact a JOIN blob b ON b.id = a.blob_id WHERE a.version_id = ${versionId} AND b.damaged_at IS NOT NULL LIMIT 1`;
    return rows.length > 0;
  }

  override async setIntegrity(tx: Transaction, versionId: string, integrity: Integrity): Promise<boolean> {
    const changed = await sqlOf(this.database, tx).modelVersion.updateMany({
      where: { id: versionId, integrity: { not: integrity }, deletedAt: null },
      data: { integrity, revision: { increment: 1 } },
    });
    return changed.count === 1;
  }

  override async stamp(tx: Transaction, versionId: string, at: Date): Promise<void> {
    await sqlOf(this.database, tx).modelVersion.update({ where: { id: versionId }, data: { updatedAt: at } });
  }
}

function toArtifact(row: FileRow): StoredArtifact {
  const { path, sha256, damaged, createdAt } = row;
  const size = Number(row.size);
  const blob = { key: { workspace: row.workspace, id: row.blobId }, size, sha256, chunks: row.chunks };
  return { path, size, sha256, blob, damaged, createdAt };
}
