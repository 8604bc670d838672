import { Injectable } from '@nestjs/common';
import { hasEnded } from '#domain/deployment/deployment-machine';
import {
  DeploymentStore,
  type CancelNote,
  type DeploymentMove,
  type DeploymentNote,
  type DeploymentReading,
  type RunFacts,
  type StoredDeployment,
} from '#application/ports/deployment-store';
import type { Transaction } from '#application/ports/unit-of-work';
import { currentTraceparent } from '#platform/tracing/tracing';
import { Database } from '../core/database.js';
import { reading, violatedUnique } from '../core/database-error.js';
import { sqlOf } from '../core/prisma-unit-of-work.js';
import { Prisma } from '../generated/client.js';
import { DEPLOYMENT_COLUMNS, readDeployment, STANDS_THERE, UNFINISHED } from './read-deployment.js';

/** The database's clock in the precision of the columns, so that what is due now is due now. */
const NOW = Prisma.sql`date_trunc('milliseconds', clock_timestamp())`;

/** Deployments in Postgres: claims, leases and every time by its clock. */
@Injectable()
export class PrismaDeploymentStore extends DeploymentStore {
  constructor(private readonly database: Database) {
    super();
  }

  override claim(workspace: string, id: string, leaseMs: number): Promise<DeploymentReading | null> {
    return this.hold(Prisma.sql`
      UPDATE deployment SET fence = fence + 1, lease_until = ${after(leaseMs)}
      WHERE id = ${id} AND workspace = ${workspace} AND state IN ${UNFINISHED} AND due_at <= ${NOW} AND (lease_until IS NULL OR lease_until <= ${NOW})
      RETURNING workspace, id, fence`);
  }

  override renew({ id, fence }: StoredDeployment, leaseMs: number): Promise<DeploymentReading | null> {
    return this.hold(Prisma.sql`
      UPDATE deployment SET lease_until = ${after(leaseMs)} WHERE id = ${id} AND fence = ${fence} AND state IN ${UNFINISHED}
      RETURNING workspace, id, fence`);
  }

  override async beginDispatch({ id, fence }: StoredDeployment, leaseMs: number): Promise<boolean> {
    try {
      return await this.write(Prisma.sql`
        UPDATE deployment d SET state = 'reconciling', sent_at = ${NOW}, polls = polls + 1, not_before = NULL, error = NULL, due_at = ${NOW},
            lease_until = ${after(leaseMs)}, updated_at = ${NOW}
          WHERE d.id = ${id} AND d.fence = ${fence} AND d.state = 'queued' AND ${STANDS_THERE}
            AND NOT EXISTS (SELECT 1 FROM deployment o WHERE o.model_id = d.model_id AND o.stage = d.stage AND o.target_id = d.target_id
              AND o.generation > d.generation)`);
    } catch (error) {
      if (violatedUnique(error) !== null) return false;
      throw error;
    }
  }

  override requeue({ id, fence }: StoredDeployment, notBefore: Date, error: string | null): Promise<boolean> {
    return this.write(Prisma.sql`
      UPDATE deployment SET state = 'queued', sent_at = NULL, not_before = ${notBefore}, due_at = ${notBefore}, error = ${error}, updated_at = ${NOW}
      WHERE id = ${id} AND fence = ${fence} AND state = 'reconciling'`);
  }

  override note({ id, fence, state }: StoredDeployment, note: DeploymentNote): Promise<boolean> {
    const sets = [...runColumns(note), Prisma.sql`updated_at = ${NOW}`];
    if (note.error !== undefined) sets.push(Prisma.sql`error = ${note.error}`);
    if (note.notBefore !== undefined) sets.push(Prisma.sql`not_before = ${note.notBefore}`);
    return this.write(Prisma.sql`UPDATE deployment SET ${Prisma.join(sets)} WHERE id = ${id} AND fence = ${fence} AND state = ${state}`);
  }

  override async release({ id, fence, dueAt }: StoredDeployment, at: Date): Promise<void> {
    // Somebody who made it due meanwhile (an older one's end, a wish to cancel) is not to be forgotten.
    await this.write(Prisma.sql`
      UPDATE deployment SET lease_until = NULL, due_at = CASE WHEN due_at IS NOT DISTINCT FROM ${dueAt} THEN ${at} ELSE least(due_at, ${at}) END
      WHERE id = ${id} AND fence = ${fence} AND state IN ${UNFINISHED}`);
  }

  override async noteCancel({ id, attempt, runId }: StoredDeployment, note: CancelNote): Promise<void> {
    const sets = [Prisma.sql`cancel_requested_at = ${NOW}`, Prisma.sql`error = ${note.error}`, Prisma.sql`updated_at = ${NOW}`];
    if (note.accepted) sets.push(Prisma.sql`cancel_accepted_at = ${NOW}`);
    if (note.retryAfterMs !== null) sets.push(Prisma.sql`not_before = ${after(note.retryAfterMs)}`);
    // Soon, to see the run end.
    else sets.push(Prisma.sql`due_at = least(due_at, ${after(1_000)})`);
    await this.write(Prisma.sql`
      UPDATE deployment SET ${Prisma.join(sets)}
      WHERE id = ${id} AND attempt = ${attempt} AND run_id = ${runId} AND state IN ('dispatched', 'running')`);
  }

  override async move(tx: Transaction, deployment: StoredDeployment, move: DeploymentMove, at: Date): Promise<boolean> {
    const { id, fence, state } = deployment;
    const ended = hasEnded(move.to);
    const sets = [
      Prisma.sql`state = ${move.to}`,
      Prisma.sql`error = ${move.error}`,
      Prisma.sql`updated_at = ${at}`,
      ...runColumns(move),
      ...(ended ? [Prisma.sql`finished_at = ${at}`, Prisma.sql`due_at = NULL`, Prisma.sql`lease_until = NULL`] : []),
    ];
    const moved = await this.write(
      Prisma.sql`UPDATE deployment SET ${Prisma.join(sets)} WHERE id = ${id} AND fence = ${fence} AND state = ${state}`,
      tx,
    );
    if (moved && ended) await this.wakeLine(tx, deployment, at);
    return moved;
  }

  /** The placement of the version that a promotion moved has the promotion's id. */
  override async verifyPlacement(tx: Transaction, { promotionId, versionId, modelId }: StoredDeployment, at: Date): Promise<void> {
    const verified = await this.write(
      Prisma.sql`UPDATE stage_placement SET verified_at = ${at}
        WHERE id = ${promotionId} AND version_id = ${versionId} AND verified_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM deployment d WHERE d.promotion_id = ${promotionId} AND d.state <> 'succeeded')`,
      tx,
    );
    // A rollback looks for verified placements.
    if (verified) await this.write(Prisma.sql`UPDATE registered_model SET stage_revision = stage_revision + 1 WHERE id = ${modelId}`, tx);
  }

  override async lock(tx: Transaction, workspace: string, id: string): Promise<DeploymentReading | null> {
    const sql = sqlOf(this.database, tx);
    // The model first, as every change of a model has it; then the row, which workers change without the model.
    await sql.$queryRaw`SELECT 1 FROM registered_model WHERE id = (SELECT model_id FROM deployment WHERE id = ${id} AND workspace = ${workspace}) FOR UPDATE`;
    await sql.$queryRaw`SELECT 1 FROM deployment WHERE id = ${id} AND workspace = ${workspace} FOR UPDATE`;
    return readDeployment(sql, workspace, id);
  }

  override retry(tx: Transaction, { id, attempt, state }: StoredDeployment, at: Date): Promise<boolean> {
    return this.write(
      Prisma.sql`UPDATE deployment SET state = 'queued', attempt = attempt + 1, fence = fence + 1, lease_until = NULL, due_at = ${at}, updated_at = ${at},
          polls = 0, sent_at = NULL, not_before = NULL, run_id = NULL, run_url = NULL, run_status = NULL, conclusion = NULL, error = NULL,
          cancel_wanted_at = NULL, cancel_requested_at = NULL, cancel_accepted_at = NULL, finished_at = NULL,
          traceparent = ${currentTraceparent()}
        WHERE id = ${id} AND attempt = ${attempt} AND state = ${state}`,
      tx,
    );
  }

  override wantCancel(tx: Transaction, { id, attempt, state }: StoredDeployment, at: Date): Promise<boolean> {
    return this.write(
      Prisma.sql`UPDATE deployment SET cancel_wanted_at = ${at}, due_at = ${at}, updated_at = ${at}
        WHERE id = ${id} AND attempt = ${attempt} AND state = ${state}`,
      tx,
    );
  }

  override async find(workspace: string, id: string): Promise<StoredDeployment | null> {
    const rows = await reading(
      () => this.database.client.$queryRaw<StoredDeployment[]>`
        SELECT ${DEPLOYMENT_COLUMNS} FROM deployment d JOIN registered_model m ON m.id = d.model_id WHERE d.id = ${id} AND d.workspace = ${workspace}`,
    );
    return rows[0] ?? null;
  }

  override findDue(workspace: string, limit: number): Promise<readonly { readonly id: string; readonly fence: number }[]> {
    return reading(
      () => this.database.client.$queryRaw`
        SELECT id, fence FROM deployment WHERE due_at <= ${NOW} AND (lease_until IS NULL OR lease_until <= ${NOW}) AND workspace = ${workspace}
        ORDER BY due_at LIMIT ${limit}`,
    );
  }

  /** The newer ones of the line that waited for this end. */
  private async wakeLine(tx: Transaction, { modelId, stage, targetId, generation }: StoredDeployment, at: Date): Promise<void> {
    await this.write(
      Prisma.sql`UPDATE deployment SET due_at = ${at} WHERE model_id = ${modelId} AND stage = ${stage} AND target_id = ${targetId} AND state = 'queued'
        AND generation > ${generation} AND not_before IS NULL`,
      tx,
    );
  }

  /** Takes or keeps a lease and reads what it is for; null where there is none, or the claim was lost between the two. */
  private hold(statement: Prisma.Sql): Promise<DeploymentReading | null> {
    return reading(async () => {
      const { client } = this.database;
      const [held] = await client.$queryRaw<{ workspace: string; id: string; fence: number }[]>(statement);
      if (held === undefined) return null;
      const read = await readDeployment(client, held.workspace, held.id);
      return read?.fence === held.fence ? read : null;
    });
  }

  /** @returns true where at least one row was changed. */
  private write(statement: Prisma.Sql, tx?: Transaction): Promise<boolean> {
    return reading(async () => (await sqlOf(this.database, tx).$executeRaw(statement)) > 0);
  }
}

function after(ms: number): Prisma.Sql {
  return Prisma.sql`${NOW} + ${Math.ceil(ms)}::int * interval '1 millisecond'`;
}

function runColumns({ runId, runUrl, runStatus, conclusion }: RunFacts): Prisma.Sql[] {
  return [
    ...(runId === undefined ? [] : [Prisma.sql`run_id = ${runId}`]),
    ...(runUrl === undefined ? [] : [Prisma.sql`run_url = ${runUrl}`]),
    ...(runStatus === undefined ? [] : [Prisma.sql`run_status = ${runStatus}`]),
    ...(conclusion === undefined ? [] : [Prisma.sql`conclusion = ${conclusion}`]),
  ];
}
