import { Injectable } from '@nestjs/common';
import { ModelStore, type AliasTarget, type NewModel, type StoredModel } from '#application/ports/model-store';
import type { Transaction } from '#application/ports/unit-of-work';
import type { CommandContext } from '#application/shared/command-context';
import { actorRef } from '#domain/access/actor';
import { Database } from '../core/database.js';
import { reading, violatedUnique } from '../core/database-error.js';
import { byReference } from '../core/model-reference.js';
import { sqlOf } from '../core/prisma-unit-of-work.js';
import { Prisma } from '../generated/client.js';

const COLUMNS = Prisma.sql`m.id, m.name, m.description, m.revision`;

/** Registered models in the tables `registered_model`, `model_tag` and `model_alias`. */
@Injectable()
export class PrismaModelStore extends ModelStore {
  constructor(private readonly database: Database) {
    super();
  }

  override async find(workspace: string, reference: string, tx?: Transaction): Promise<StoredModel | null> {
    const rows = await reading(
      () =>
        sqlOf(this.database, tx).$queryRaw<
          StoredModel[]
        >`SELECT ${COLUMNS} FROM registered_model m WHERE ${byReference(workspace, reference)}`,
    );
    return rows[0] ?? null;
  }

  override async lock(tx: Transaction, workspace: string, reference: string): Promise<StoredModel | null> {
    // Not FOR UPDATE: a definition of the stages, for which this transaction may come to wait, refers to the model from its bound aliases.
    const rows = await sqlOf(this.database, tx).$queryRaw<StoredModel[]>`
      SELECT ${COLUMNS} FROM registered_model m WHERE ${byReference(workspace, reference)} FOR NO KEY UPDATE`;
    return rows[0] ?? null;
  }

  override async insert(tx: Transaction, context: CommandContext, model: NewModel): Promise<boolean> {
    const owner = actorRef(context.actor);
    const inserted = await sqlOf(this.database, tx).$executeRaw`
      WITH model AS (
        INSERT INTO registered_model (id, workspace, name, description, owner_type, owner_id, owner_name, last_change_at, created_at, updated_at)
          SELECT ${model.id}, ${context.workspace}, ${model.name}, ${model.description}, ${owner.type}, ${owner.id}, ${owner.name}, t, t, t
            FROM date_trunc('milliseconds', clock_timestamp()) AS t
          ON CONFLICT (workspace, name) WHERE deleted_at IS NULL DO NOTHING RETURNING id),
      tags AS (
        INSERT INTO model_tag (workspace, model_id, key, value)
          SELECT ${context.workspace}, model.id, key, value FROM model, jsonb_each_text(${JSON.stringify(model.tags)}::jsonb))
      SELECT id FROM model`;
    return inserted === 1;
  }

  override async stampCreation(tx: Transaction, modelId: string, at: Date): Promise<void> {
    await sqlOf(this.database, tx).$executeRaw`UPDATE registered_model SET created_at = ${at}, updated_at = ${at} WHERE id = ${modelId}`;
  }

  override async updateDescription(tx: Transaction, modelId: string, description: string, at: Date): Promise<void> {
    await sqlOf(this.database, tx).$executeRaw`
      UPDATE registered_model SET description = ${description}, updated_at = ${at}, revision = revision + 1 WHERE id = ${modelId}`;
  }

  override async rename(tx: Transaction, workspace: string, modelId: string, name: string): Promise<boolean> {
    const sql = sqlOf(this.database, tx);
    try {
      const renamed = await sql.$executeRaw`
        UPDATE registered_model SET name = ${name} WHERE id = ${modelId} AND NOT EXISTS (
          SELECT 1 FROM registered_model o WHERE o.workspace = ${workspace} AND o.name = ${name} AND o.deleted_at IS NULL)`;
      return renamed === 1;
    } catch (error) {
      // Somebody took the name between the look and the write.
      if (violatedUnique(error) !== null) return false;
      throw error;
    }
  }

  override async stampRename(tx: Transaction, modelId: string, at: Date): Promise<void> {
    await sqlOf(this.database, tx).$executeRaw`
      WITH model AS (UPDATE registered_model SET updated_at = ${at}, revision = revision + 1, stage_revision = stage_revision + 1
        WHERE id = ${modelId} RETURNING id)
      UPDATE model_version v SET updated_at = ${at}, revision = v.revision + 1 FROM model WHERE v.model_id = model.id AND v.deleted_at IS NULL`;
  }

  override async markDeleted(tx: Transaction, modelId: string, at: Date): Promise<void> {
    await sqlOf(this.database, tx).$executeRaw`UPDATE registered_model SET deleted_at = ${at}, updated_at = ${at} WHERE id = ${modelId}`;
  }

  override async setTag(tx: Transaction, workspace: string, modelId: string, key: string, value: string): Promise<boolean> {
    const changed = await sqlOf(this.database, tx).$executeRaw`
      WITH tag AS (
        INSERT INTO model_tag (workspace, model_id, key, value) VALUES (${workspace}, ${modelId}, ${key}, ${value})
          ON CONFLICT (model_id, key) DO UPDATE SET value = excluded.value WHERE model_tag.value <> excluded.value RETURNING model_id)
      UPDATE registered_model m SET revision = m.revision + 1 FROM tag WHERE m.id = tag.model_id`;
    return changed === 1;
  }

  override async removeTag(tx: Transaction, modelId: string, key: string): Promise<boolean> {
    const changed = await sqlOf(this.database, tx).$executeRaw`
      WITH tag AS (DELETE FROM model_tag WHERE model_id = ${modelId} AND key = ${key} RETURNING model_id)
      UPDATE registered_model m SET revision = m.revision + 1 FROM tag WHERE m.id = tag.model_id`;
    return changed === 1;
  }

  override async stageBoundTo(tx: Transaction, workspace: string, alias: string): Promise<string | null> {
    const sql = sqlOf(this.database, tx);
    // What placements take, and what a definition of the stages shuts out while it binds aliases to what stands there.
    await sql.$executeRaw`LOCK TABLE stage_placement IN ROW EXCLUSIVE MODE`;
    const rows = await sql.$queryRaw<{ name: string }[]>`
      SELECT name FROM stage_definition WHERE workspace = ${workspace} AND bound_alias = ${alias}`;
    return rows[0]?.name ?? null;
  }

  override async setAlias(tx: Transaction, workspace: string, target: AliasTarget): Promise<number | null> {
    const sql = sqlOf(this.database, tx);
    const { modelId, alias, versionId, version } = target;
    const before = await sql.$queryRaw<{ version: number; versionId: string }[]>`
      SELECT version, version_id AS "versionId" FROM model_alias WHERE model_id = ${modelId} AND alias = ${alias}`;
    const [previous] = before;
    if (previous?.versionId === versionId) return version;
    const touched = [versionId, ...(previous === undefined ? [] : [previous.versionId])];
    await sql.$executeRaw`
      WITH alias AS (
        INSERT INTO model_alias (workspace, model_id, alias, version_id, version, updated_at)
          VALUES (${workspace}, ${modelId}, ${alias}, ${versionId}, ${version}::int, clock_timestamp())
          ON CONFLICT (model_id, alias) DO UPDATE SET version_id = excluded.version_id, version = excluded.version, updated_at = excluded.updated_at),
      versions AS (UPDATE model_version SET revision = revision + 1 WHERE id = ANY(${touched}::text[]))
      UPDATE registered_model SET revision = revision + 1 WHERE id = ${modelId}`;
    return previous?.version ?? null;
  }

  override async removeAlias(tx: Transaction, modelId: string, alias: string): Promise<number | null> {
    const rows = await sqlOf(this.database, tx).$queryRaw<{ version: number }[]>`
      WITH gone AS (DELETE FROM model_alias WHERE model_id = ${modelId} AND alias = ${alias} RETURNING model_id, version_id, version),
      versions AS (UPDATE model_version v SET revision = v.revision + 1 FROM gone WHERE v.id = gone.version_id),
      model AS (UPDATE registered_model m SET revision = m.revision + 1 FROM gone WHERE m.id = gone.model_id)
      SELECT version FROM gone`;
    return rows[0]?.version ?? null;
  }
}
