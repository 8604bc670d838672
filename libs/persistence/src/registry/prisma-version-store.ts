import { Injectable } from '@nestjs/common';
import { Ids } from '#application/ports/ids';
import type { KnownKey } from '#application/ports/promotion-store';
import type { Transaction } from '#application/ports/unit-of-work';
import {
  VersionStore,
  type DeletionReading,
  type EntryChanges,
  type NewCheck,
  type NewVersion,
  type RegisterOutcome,
  type StoredVersion,
} from '#application/ports/version-store';
import type { CommandContext } from '#application/shared/command-context';
import { actorRef } from '#domain/access/actor';
import type { MetricValue } from '#domain/registry/metric';
import { contextJson } from '../core/context-json.js';
import { Database } from '../core/database.js';
import { reading } from '../core/database-error.js';
import { auditJson, eventsJson } from '../core/prisma-journal.js';
import { sqlOf } from '../core/prisma-unit-of-work.js';
import { traceSetting } from '../core/trace-setting.js';
import { Prisma } from '../generated/client.js';
import { readDeletion } from './read-deletion.js';

type RegisterRow =
  | { readonly outcome: 'registered'; readonly version: number; readonly at: string }
  | { readonly outcome: 'gone' }
  | ({ readonly outcome: 'replayed' } & KnownKey);

/** Versions in the table `model_version` and those around it. */
@Injectable()
export class PrismaVersionStore extends VersionStore {
  constructor(
    private readonly database: Database,
    private readonly ids: Ids,
  ) {
    super();
  }

  override async register(context: CommandContext, version: NewVersion): Promise<RegisterOutcome> {
    const { id, status, integrity, source, runId, runLink, description, lineage } = version;
    const columns = { id, status, integrity, source, runId, runLink, description, lineage };
    const key = context.idempotency === null ? null : JSON.stringify(context.idempotency);
    const rows = await reading(
      () => this.database.client.$queryRaw<{ result: RegisterRow }[]>`
        SELECT slipway_register_version(${context.workspace}, ${version.modelId}, ${JSON.stringify(columns)}::jsonb, ${JSON.stringify(version.tags)}::jsonb,
          ${JSON.stringify(version.metrics)}::jsonb, ${JSON.stringify(version.params)}::jsonb, ${contextJson(context)}::jsonb,
          ${eventsJson(this.ids, context, version.events)}::jsonb, ${auditJson(this.ids, version.audit)}::jsonb, ${key}::jsonb) AS result ${traceSetting()}`,
    );
    const row = rows[0]?.result;
    if (row === undefined) throw new Error('slipway_register_version answered no row');
    switch (row.outcome) {
      case 'registered':
        return { outcome: 'registered', version: row.version, at: new Date(row.at) };
      case 'gone':
        return { outcome: 'gone' };
      case 'replayed':
        return { outcome: 'replayed', known: { bodyHash: row.bodyHash, status: row.status, resourceId: row.resourceId } };
    }
  }

  override async find(tx: Transaction, modelId: string, version: number): Promise<StoredVersion | null> {
    const rows = await sqlOf(this.database, tx).$queryRaw<StoredVersion[]>`
      SELECT v.id, v.version, v.status, v.description, v.run_link AS "runLink", coalesce(p.stage, 'None') AS stage, v.deleted_at IS NOT NULL AS deleted, v.revision
      FROM model_version v LEFT JOIN stage_placement p ON p.version_id = v.id AND p.to_at IS NULL
      WHERE v.model_id = ${modelId} AND v.version = ${version}::int`;
    return rows[0] ?? null;
  }

  override async update(
    tx: Transaction,
    versionId: string,
    changes: { readonly description?: string; readonly runLink?: string | null },
    at: Date,
  ): Promise<void> {
    await sqlOf(this.database, tx).modelVersion.update({
      where: { id: versionId },
      data: { ...changes, updatedAt: at, revision: { increment: 1 } },
      select: { id: true },
    });
  }

  override async setTag(tx: Transaction, workspace: string, versionId: string, key: string, value: string): Promise<boolean> {
    const changed = await sqlOf(this.database, tx).$executeRaw`
      WITH tag AS (
        INSERT INTO version_tag (workspace, version_id, key, value) VALUES (${workspace}, ${versionId}, ${key}, ${value})
          ON CONFLICT (version_id, key) DO UPDATE SET value = excluded.value WHERE version_tag.value <> excluded.value RETURNING version_id)
      UPDATE model_version v SET revision = v.revision + 1 FROM tag WHERE v.id = tag.version_id`;
    return changed === 1;
  }

  override async removeTag(tx: Transaction, versionId: string, key: string): Promise<boolean> {
    const changed = await sqlOf(this.database, tx).$executeRaw`
      WITH tag AS (DELETE FROM version_tag WHERE version_id = ${versionId} AND key = ${key} RETURNING version_id)
      UPDATE model_version v SET revision = v.revision + 1 FROM tag WHERE v.id = tag.version_id`;
    return changed === 1;
  }

  override async changeMetrics(
    tx: Transaction,
    workspace: string,
    versionId: string,
    changes: EntryChanges<MetricValue>,
    at: Date,
  ): Promise<void> {
    await sqlOf(this.database, tx).$executeRaw`
      WITH removed AS (DELETE FROM version_metric WHERE version_id = ${versionId} AND key = ANY(${[...changes.removed]}::text[])),
      entries AS (
        INSERT INTO version_metric (workspace, version_id, key, value)
          SELECT ${workspace}, ${versionId}, key, value::double precision FROM jsonb_each_text(${JSON.stringify(changes.set)}::jsonb)
          ON CONFLICT (version_id, key) DO UPDATE SET value = excluded.value)
      UPDATE model_version SET updated_at = ${at}, revision = revision + 1 WHERE id = ${versionId}`;
  }

  override async changeParams(
    tx: Transaction,
    workspace: string,
    versionId: string,
    changes: EntryChanges<string>,
    at: Date,
  ): Promise<void> {
    await sqlOf(this.database, tx).$executeRaw`
      WITH removed AS (DELETE FROM version_param WHERE version_id = ${versionId} AND key = ANY(${[...changes.removed]}::text[])),
      entries AS (
        INSERT INTO version_param (workspace, version_id, key, value)
          SELECT ${workspace}, ${versionId}, key, value FROM jsonb_each_text(${JSON.stringify(changes.set)}::jsonb)
          ON CONFLICT (version_id, key) DO UPDATE SET value = excluded.value)
      UPDATE model_version SET updated_at = ${at}, revision = revision + 1 WHERE id = ${versionId}`;
  }

  override async putCheck(tx: Transaction, context: CommandContext, versionId: string, check: NewCheck, at: Date): Promise<void> {
    const { name, status, summary, url } = check;
    await sqlOf(this.database, tx).$executeRaw`
      WITH entry AS (
        INSERT INTO version_check (workspace, version_id, name, status, summary, url, reporter, reported_at)
          VALUES (${context.workspace}, ${versionId}, ${name}, ${status}, ${summary}, ${url}, ${JSON.stringify(actorRef(context.actor))}::jsonb, ${at})
          ON CONFLICT (version_id, name) DO UPDATE SET status = excluded.status, summary = excluded.summary, url = excluded.url,
            reporter = excluded.reporter, reported_at = excluded.reported_at)
      UPDATE model_version SET updated_at = ${at}, revision = revision + 1 WHERE id = ${versionId}`;
  }

  override readDeletion(tx: Transaction, modelId: string, versionId: string | null, after = 0): Promise<DeletionReading> {
    return readDeletion(sqlOf(this.database, tx), modelId, versionId, after);
  }

  override async delete(
    tx: Transaction,
    context: CommandContext,
    modelId: string,
    versionIds: readonly string[],
    reason: string,
    at: Date,
  ): Promise<void> {
    const ids = Prisma.sql`${[...versionIds]}::text[]`;
    const decisionReason = reason === '' ? 'The version was deleted.' : `The version was deleted: ${reason}`;
    await sqlOf(this.database, tx).$executeRaw`
      WITH placements AS (UPDATE stage_placement SET to_at = ${at} WHERE version_id = ANY(${ids}) AND to_at IS NULL),
      aliases AS (DELETE FROM model_alias WHERE version_id = ANY(${ids})),
      requests AS (
        UPDATE promotion SET state = 'void', closed_at = ${at}, decided_by = ${JSON.stringify(actorRef(context.actor))}::jsonb,
            decision_reason = ${decisionReason}, revision = revision + 1
          WHERE version_id = ANY(${ids}) AND state IN ('pending', 'scheduled')),
      versions AS (UPDATE model_version SET deleted_at = ${at}, updated_at = ${at}, revision = revision + 1 WHERE id = ANY(${ids}))
      UPDATE registered_model SET updated_at = ${at}, revision = revision + 1, stage_revision = stage_revision + 1 WHERE id = ${modelId}`;
  }
}
