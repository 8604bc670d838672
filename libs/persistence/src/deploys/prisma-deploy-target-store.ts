import { Injectable } from '@nestjs/common';
import {
  DeployTargetStore,
  type DeployTargetChange,
  type NewDeployTarget,
  type SealedCredential,
  type StoredDeployTarget,
} from '#application/ports/deploy-target-store';
import type { Transaction } from '#application/ports/unit-of-work';
import { Database } from '../core/database.js';
import { reading } from '../core/database-error.js';
import { sqlOf } from '../core/prisma-unit-of-work.js';
import { Prisma } from '../generated/client.js';

interface Row extends Omit<StoredDeployTarget, 'credential'> {
  readonly kind: SealedCredential['kind'];
  readonly app: { readonly appId: string; readonly installationId: string | null } | null;
  readonly sealed: string;
}

/** Deploy targets in Postgres. A deleted one keeps its row, for the names in deployments, and loses its credential. */
@Injectable()
export class PrismaDeployTargetStore extends DeployTargetStore {
  constructor(private readonly database: Database) {
    super();
  }

  override async lock(tx: Transaction, workspace: string): Promise<void> {
    await sqlOf(this.database, tx).$executeRaw`UPDATE workspace SET targets_revision = targets_revision + 1 WHERE name = ${workspace}`;
  }

  override async stageNamed(tx: Transaction, workspace: string, stage: string): Promise<string | null> {
    const rows = await sqlOf(this.database, tx).$queryRaw<{ name: string }[]>`
      SELECT name FROM stage_definition WHERE workspace = ${workspace} AND key = ${stage.toLowerCase()}`;
    return rows[0]?.name ?? null;
  }

  override async nameTaken(tx: Transaction, workspace: string, name: string, exceptId: string | null): Promise<boolean> {
    const rows = await sqlOf(this.database, tx).$queryRaw<{ id: string }[]>`
      SELECT id FROM deploy_target WHERE workspace = ${workspace} AND name = ${name} AND deleted_at IS NULL AND id <> ${exceptId ?? ''}`;
    return rows.length > 0;
  }

  override async insert(tx: Transaction, workspace: string, target: NewDeployTarget, at: Date): Promise<void> {
    const { id, name, models, stage, repository, workflow, ref, inputs, apiUrl, credential, creator } = target;
    await sqlOf(this.database, tx).deployTarget.create({
      data: {
        id,
        workspace,
        name,
        models,
        stage,
        repository,
        workflow,
        ref,
        inputs: { ...inputs },
        apiUrl,
        ...credentialColumns(credential),
        creator: { ...creator },
        createdAt: at,
        updatedAt: at,
      },
    });
  }

  override async find(workspace: string, id: string, tx?: Transaction): Promise<StoredDeployTarget | null> {
    const rows = await reading(
      () => sqlOf(this.database, tx).$queryRaw<Row[]>`
        SELECT id, name, models, stage, repository, workflow, ref, inputs, api_url AS "apiUrl", revision, deleted_at IS NOT NULL AS deleted,
          credential_kind AS kind, credential_app AS app, credential AS sealed
        FROM deploy_target WHERE id = ${id} AND workspace = ${workspace}`,
    );
    const [row] = rows;
    if (row === undefined) return null;
    const { kind, app, sealed, ...target } = row;
    return { ...target, credential: { kind, appId: app?.appId ?? null, installationId: app?.installationId ?? null, sealed } };
  }

  override async update(tx: Transaction, id: string, change: DeployTargetChange, at: Date): Promise<void> {
    const { credential, inputs, ...plain } = change;
    await sqlOf(this.database, tx).deployTarget.update({
      where: { id },
      data: {
        ...plain,
        ...(inputs === undefined ? {} : { inputs: { ...inputs } }),
        ...(credential === undefined ? {} : credentialColumns(credential)),
        revision: { increment: 1 },
        updatedAt: at,
      },
    });
  }

  override async delete(tx: Transaction, id: string, at: Date): Promise<void> {
    const sql = sqlOf(this.database, tx);
    await sql.$executeRaw`
      UPDATE deploy_target SET deleted_at = ${at}, updated_at = ${at}, revision = revision + 1, credential = '' WHERE id = ${id}`;
    // Oldest first, as an older one's end wakes the newer ones: two that lock in one order do not block each other.
    await sql.$executeRaw`
      WITH unfinished AS (SELECT id FROM deployment WHERE target_id = ${id} AND state IN ('queued', 'reconciling', 'dispatched', 'running')
        ORDER BY model_id, stage, generation FOR UPDATE)
      UPDATE deployment d SET due_at = ${at} FROM unfinished u WHERE u.id = d.id`;
  }
}

function credentialColumns({ kind, appId, installationId, sealed }: SealedCredential) {
  return {
    credentialKind: kind,
    credentialApp: kind === 'app' ? { appId, installationId } : Prisma.DbNull,
    credential: sealed,
  };
}
