import { Injectable } from '@nestjs/common';
import { actorRef } from '#domain/access/actor';
import { isBuiltIn } from '#domain/stage/check-stages';
import type { Stage } from '#domain/stage/stage';
import { StageStore, type DefinitionConflict, type OpenQuarantineRow, type StageDefinitions } from '#application/ports/stage-store';
import type { Transaction } from '#application/ports/unit-of-work';
import type { CommandContext } from '#application/shared/command-context';
import { Database, type Sql } from '../core/database.js';
import { reading } from '../core/database-error.js';
import { sqlOf } from '../core/prisma-unit-of-work.js';

/** Stage definitions, holds and quarantines in Postgres. */
@Injectable()
export class PrismaStageStore extends StageStore {
  constructor(private readonly database: Database) {
    super();
  }

  override definitions(workspace: string, tx?: Transaction): Promise<StageDefinitions> {
    return reading(() => this.read(sqlOf(this.database, tx), workspace));
  }

  override async lockDefinitions(tx: Transaction, workspace: string): Promise<StageDefinitions> {
    const sql = sqlOf(this.database, tx);
    await sql.$executeRaw`LOCK TABLE stage_placement IN SHARE ROW EXCLUSIVE MODE`;
    await sql.$queryRaw`SELECT 1 FROM workspace WHERE name = ${workspace} FOR UPDATE`;
    return this.read(sql, workspace);
  }

  override async conflicts(tx: Transaction, workspace: string, stages: readonly Stage[]): Promise<readonly DefinitionConflict[]> {
    const sql = sqlOf(this.database, tx);
    const names = stages.map((stage) => stage.name);
    const single = stages.filter((stage) => stage.occupancy === 'one').map((stage) => stage.name);
    const aliases = stages.flatMap((stage) => stage.boundAlias ?? []);
    const occupied = await sql.$queryRaw<{ stage: string; model: string }[]>`
      SELECT DISTINCT ON (p.stage) p.stage, m.name AS model FROM stage_placement p JOIN registered_model m ON m.id = p.model_id
      WHERE p.workspace = ${workspace} AND p.to_at IS NULL AND p.stage <> ALL(${names}) ORDER BY p.stage, m.name`;
    const requested = await sql.$queryRaw<{ stage: string; id: string }[]>`
      SELECT DISTINCT ON (r.to_stage) r.to_stage AS stage, r.id FROM promotion r
      WHERE r.workspace = ${workspace} AND r.state IN ('pending', 'scheduled') AND r.to_stage <> ALL(${names}) ORDER BY r.to_stage, r.created_at`;
    const several = await sql.$queryRaw<{ stage: string; model: string; versions: number[] }[]>`
      SELECT DISTINCT ON (p.stage) p.stage, m.name AS model, array_agg(p.version ORDER BY p.version) AS versions
      FROM stage_placement p JOIN registered_model m ON m.id = p.model_id
      WHERE p.workspace = ${workspace} AND p.to_at IS NULL AND p.stage = ANY(${single}) GROUP BY p.stage, m.name HAVING count(*) > 1 ORDER BY p.stage, m.name`;
    const taken = await sql.$queryRaw<{ alias: string; model: string }[]>`
      SELECT DISTINCT ON (a.alias) a.alias, m.name AS model FROM model_alias a JOIN registered_model m ON m.id = a.model_id
      WHERE a.workspace = ${workspace} AND a.bound_stage IS NULL AND a.alias = ANY(${aliases}) ORDER BY a.alias, m.name`;
    return [
      ...occupied.map(({ stage, model }) =>
        conflict(
          'STAGE_OCCUPIED',
          `${stage} cannot go or change its spelling: versions of ${model} stand there. Promote them elsewhere first.`,
        ),
      ),
      ...requested.map(({ stage, id }) =>
        conflict('STAGE_REQUESTED', `${stage} cannot go: promotion ${id} waits to enter it. Decide or cancel it first.`),
      ),
      ...several.map(({ stage, model, versions }) =>
        conflict('SEVERAL_IN_STAGE', `${stage} cannot hold one version only: versions ${versions.join(', ')} of ${model} stand there.`),
      ),
      ...taken.map(({ alias, model }) =>
        conflict('ALIAS_TAKEN', `The alias "${alias}" cannot be bound: ${model} has set it by hand. Remove it there first.`),
      ),
    ];
  }

  override async replace(tx: Transaction, workspace: string, stages: readonly Stage[]): Promise<void> {
    const sql = sqlOf(this.database, tx);
    await sql.stageDefinition.deleteMany({ where: { workspace } });
    await sql.stageDefinition.createMany({ data: stages.map((stage) => ({ ...stage, workspace, builtIn: isBuiltIn(stage.key) })) });
    await sql.$executeRaw`
      UPDATE stage_placement p SET exclusive = (d.occupancy = 'one') FROM stage_definition d
      WHERE p.workspace = ${workspace} AND p.to_at IS NULL AND d.workspace = p.workspace AND d.name = p.stage AND p.exclusive <> (d.occupancy = 'one')`;
    // Bound aliases follow the definitions: those no longer bound go, those newly bound point at who entered last.
    await sql.$executeRaw`
      DELETE FROM model_alias a WHERE a.workspace = ${workspace} AND a.bound_stage IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM stage_definition d WHERE d.workspace = a.workspace AND d.name = a.bound_stage AND d.bound_alias = a.alias)`;
    await sql.$executeRaw`
      INSERT INTO model_alias (workspace, model_id, alias, version_id, version, bound_stage, updated_at)
      SELECT DISTINCT ON (p.model_id, d.bound_alias) p.workspace, p.model_id, d.bound_alias, p.version_id, p.version, d.name, now()
      FROM stage_placement p JOIN stage_definition d ON d.workspace = p.workspace AND d.name = p.stage
      WHERE p.workspace = ${workspace} AND p.to_at IS NULL AND d.bound_alias IS NOT NULL ORDER BY p.model_id, d.bound_alias, p.from_at DESC
      ON CONFLICT (model_id, alias) DO NOTHING`;
    await sql.workspace.update({ where: { name: workspace }, data: { stagesRevision: { increment: 1 } } });
  }

  override async setHold(
    tx: Transaction,
    modelId: string,
    stage: string,
    reason: string,
    context: CommandContext,
    at: Date,
  ): Promise<void> {
    await this.liftHold(tx, modelId, stage, at);
    await sqlOf(this.database, tx).stageHold.create({
      data: { workspace: context.workspace, modelId, stage, reason, actor: { ...actorRef(context.actor) }, createdAt: at },
    });
  }

  override async liftHold(tx: Transaction, modelId: string, stage: string, at: Date): Promise<void> {
    await sqlOf(this.database, tx).stageHold.updateMany({ where: { modelId, stage, liftedAt: null }, data: { liftedAt: at } });
  }

  override async isHeld(tx: Transaction, modelId: string, stage: string): Promise<boolean> {
    return (await sqlOf(this.database, tx).stageHold.count({ where: { modelId, stage, liftedAt: null } })) > 0;
  }

  override openQuarantines(tx: Transaction, versionId: string, stage: string): Promise<readonly OpenQuarantineRow[]> {
    return sqlOf(this.database, tx).quarantine.findMany({
      where: { versionId, stage, liftedAt: null },
      select: { id: true, incident: true },
      orderBy: { createdAt: 'asc' },
    });
  }

  override async liftQuarantines(
    tx: Transaction,
    ids: readonly string[],
    reason: string,
    context: CommandContext,
    at: Date,
  ): Promise<void> {
    await sqlOf(this.database, tx).quarantine.updateMany({
      where: { id: { in: [...ids] }, liftedAt: null },
      data: { liftedAt: at, liftedBy: { ...actorRef(context.actor) }, liftReason: reason },
    });
  }

  private async read(sql: Sql, workspace: string): Promise<StageDefinitions> {
    const { stagesRevision } = await sql.workspace.findUniqueOrThrow({ where: { name: workspace }, select: { stagesRevision: true } });
    const rows = await sql.stageDefinition.findMany({ where: { workspace }, orderBy: { ordinal: 'asc' }, omit: { workspace: true } });
    return { revision: stagesRevision, stages: rows.map((row) => ({ ...row, occupancy: row.occupancy === 'one' ? 'one' : 'many' })) };
  }
}

function conflict(code: DefinitionConflict['code'], message: string): DefinitionConflict {
  return { code, message };
}
