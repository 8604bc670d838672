import { ARCHIVED, NONE } from '../stage/stage.js';
import type { Occupant, OpenRequest, PromotionFacts } from './promotion-facts.js';

/** How a placement comes about. `archive` is a promotion whose target is Archived. */
export type PromotionKind = 'promotion' | 'rollback' | 'archive';

/** An event that the move causes; ids, time and sequence are given when it is written. */
export interface PlannedEvent {
  readonly type: string;
  readonly stage: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The rows to write for one move: what step 5 of docs/architecture.md applies as a whole or not at all. */
export interface Move extends Occupant {
  readonly kind: PromotionKind;
  readonly promotionId: string;
  readonly fromStage: string;
  readonly toStage: string;
  readonly exclusive: boolean;
  readonly reason: string;
  readonly archiveExisting: boolean;
  readonly allowEmpty: boolean;
  readonly incumbentVersion: number | null;
  readonly rollbackFrom: number | null;
  readonly incident: string | null;
  readonly manifestDigest: string | null;
  readonly archived: readonly Occupant[];
  /** Bound aliases after the move; without a version the alias is taken away. */
  readonly aliases: readonly { readonly alias: string; readonly stage: string; readonly target: Occupant | null }[];
  readonly liftHold: boolean;
  readonly hold: { readonly reason: string } | null;
  readonly quarantine: (Occupant & { readonly reason: string }) | null;
  readonly liftQuarantines: readonly string[];
  readonly superseded: readonly OpenRequest[];
  readonly deployTargets: readonly { readonly id: string; readonly name: string }[];
}

/**
 * The bound aliases that this move changes: the target's goes to the version, the source's falls when the source loses its incumbent.
 * A stage of many versions has no incumbent, so its alias follows the version that entered last.
 */
export function boundAliases(facts: PromotionFacts): Move['aliases'] {
  const { target, version } = facts;
  const moved: Move['aliases'][number][] = [];
  if (target.boundAlias !== null) moved.push({ alias: target.boundAlias, stage: target.name, target: version });
  if (version.stage.boundAlias !== null) moved.push({ alias: version.stage.boundAlias, stage: version.stage.name, target: null });
  return moved;
}

/**
 * Open requests that applying this version makes pointless (rule 7): those for it, and in a single-occupancy stage those for a lower number.
 */
export function supersededBy(facts: PromotionFacts, exceptId?: string): readonly OpenRequest[] {
  const { version } = facts.version;
  const single = facts.target.occupancy === 'one';
  return facts.openRequests.filter(
    (request) => request.id !== exceptId && (request.version === version || (single && request.version < version)),
  );
}

/** The events of a move, in the order in which receivers should learn of them: the process first, then what stands now, then side effects. */
export function eventsOf(move: Move, links: Readonly<Record<string, string>>): readonly PlannedEvent[] {
  const base = { promotionId: move.promotionId, kind: move.kind, version: move.version, reason: move.reason };
  const events: PlannedEvent[] = [
    {
      type: 'promotion.applied',
      stage: move.toStage,
      data: {
        ...base,
        fromStage: move.fromStage,
        toStage: move.toStage,
        previousVersion: move.incumbentVersion,
        archivedVersions: move.archived.map((one) => one.version),
        links,
      },
    },
    changed(move.toStage, move.version, move.incumbentVersion, move),
  ];
  // None and Archived serve nobody: who left them is told by where they went, who was archived by `archivedVersions`.
  if (move.fromStage !== NONE && move.fromStage !== ARCHIVED) events.push(changed(move.fromStage, null, move.version, move));
  for (const { alias, stage, target } of move.aliases) {
    events.push({
      type: target === null ? 'alias.removed' : 'alias.set',
      stage,
      data: { alias, version: target?.version ?? move.version, boundStage: stage, promotionId: move.promotionId },
    });
  }
  if (move.quarantine !== null) {
    const { version, reason } = move.quarantine;
    events.push({
      type: 'version.quarantined',
      stage: move.toStage,
      data: { version, stage: move.toStage, incident: move.promotionId, reason },
    });
  }
  for (const id of move.liftQuarantines) {
    events.push({
      type: 'version.unquarantined',
      stage: move.toStage,
      data: { version: move.version, stage: move.toStage, incident: move.incident ?? id, reason: move.reason },
    });
  }
  if (move.hold !== null) {
    events.push({
      type: 'stage.held',
      stage: move.toStage,
      data: { stage: move.toStage, reason: move.hold.reason, promotionId: move.promotionId },
    });
  } else if (move.liftHold) {
    events.push({
      type: 'stage.released',
      stage: move.toStage,
      data: { stage: move.toStage, reason: move.reason, promotionId: move.promotionId },
    });
  }
  for (const request of move.superseded) {
    events.push({
      type: 'promotion.superseded',
      stage: move.toStage,
      data: { promotionId: request.id, version: request.version, toStage: move.toStage, supersededBy: move.promotionId },
    });
  }
  return events;

  function changed(stage: string, version: number | null, previousVersion: number | null, by: Move): PlannedEvent {
    return { type: 'stage.changed', stage, data: { stage, version, previousVersion, kind: by.kind, promotionId: by.promotionId, links } };
  }
}
