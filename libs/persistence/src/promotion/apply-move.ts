import type { Ids } from '#application/ports/ids';
import type { ApplyOutcome, KnownKey, MoveApplication } from '#application/ports/promotion-store';
import type { Move } from '#domain/promotion/move';
import { currentTraceparent } from '#platform/tracing/tracing';
import { contextJson } from '../core/context-json.js';
import { eventsJson } from '../core/prisma-journal.js';
import { traceSetting } from '../core/trace-setting.js';
import { Prisma } from '../generated/client.js';
import type { Run } from './run.js';

type ApplyRow =
  | { readonly outcome: 'applied'; readonly at: string }
  | { readonly outcome: 'changed' }
  | ({ readonly outcome: 'replayed' } & KnownKey);

/** Applies a decided move by one call of the database function `slipway_apply_move` (docs/architecture.md, step 5). */
export async function applyMove(run: Run, ids: Ids, application: MoveApplication): Promise<ApplyOutcome> {
  const { context, facts, move, events, audit, expectedState } = application;
  const versions = [move.versionId, ...move.archived.map((one) => one.versionId)];
  const numbers = [move.version, ...move.archived.map((one) => one.version)];
  const key = expectedState === null ? context.idempotency : null;
  const rows = await run<{ result: ApplyRow }>(
    // A prepared statement stands for one text.
    currentTraceparent() === null ? 'apply-move' : 'apply-move-traced',
    Prisma.sql`
    SELECT slipway_apply_move(
      ${context.workspace}, ${facts.model.id}, ${facts.model.stageRevision}::int, ${facts.stagesRevision}::int, ${facts.targetsRevision}::int,
      ${move.promotionId}, ${versions}::text[], ${numbers}::int[], ${move.kind}, ${move.fromStage}, ${move.toStage}, ${move.exclusive}::boolean,
      ${move.deployTargets.length === 0}::boolean, ${move.reason}, ${move.archiveExisting}::boolean, ${move.allowEmpty}::boolean,
      ${move.incumbentVersion}::int, ${move.rollbackFrom}::int, ${move.incident}, ${move.manifestDigest}, ${expectedState},
      ${contextJson(context)}::jsonb, ${eventsJson(ids, context, events)}::jsonb, ${events.length}::int,
      ${JSON.stringify({ ...audit, id: ids.next('aud') })}::jsonb, ${effectsJson(ids, move)}::jsonb,
      ${key === null ? null : JSON.stringify(key)}::jsonb) AS result ${traceSetting()}`,
  );
  return outcomeOf(rows[0]?.result);
}

/** Whether a move has what few have: something beside its placements. */
export function hasEffects({ aliases, liftHold, hold, quarantine, liftQuarantines, superseded, deployTargets }: Move): boolean {
  const lists = [aliases, liftQuarantines, superseded, deployTargets];
  return liftHold || hold !== null || quarantine !== null || lists.some((list) => list.length > 0);
}

function effectsJson(ids: Ids, move: Move): string | null {
  if (!hasEffects(move)) return null;
  const { aliases, liftHold, hold, quarantine, liftQuarantines, superseded, deployTargets } = move;
  return JSON.stringify({
    aliases: aliases.map(({ alias, stage, target }) => ({
      alias,
      stage,
      versionId: target?.versionId ?? null,
      version: target?.version ?? null,
    })),
    liftHold,
    hold,
    quarantine: quarantine === null ? null : { ...quarantine, id: ids.next('qrt') },
    liftQuarantines,
    superseded: superseded.map((one) => one.id),
    deployments: deployTargets.map((target) => ({ id: ids.next('dpl'), targetId: target.id, targetName: target.name })),
  });
}

function outcomeOf(row: ApplyRow | undefined): ApplyOutcome {
  if (row === undefined) throw new Error('slipway_apply_move answered no row');
  switch (row.outcome) {
    case 'applied':
      return { outcome: 'applied', at: new Date(row.at) };
    case 'changed':
      return { outcome: 'changed' };
    case 'replayed':
      return { outcome: 'replayed', known: { bodyHash: row.bodyHash, status: row.status, resourceId: row.resourceId } };
  }
}
