import { Injectable } from '@nestjs/common';
import { isPerson } from '#domain/access/actor';
import { can, permissionDenied } from '#domain/access/authorize';
import { SlipwayError } from '#domain/errors/slipway-error';
import { decideDeletion, type DeletionWish } from '#domain/registry/decide-deletion';
import { isIdleStage } from '#domain/stage/stage';
import type { NewAuditEntry, NewEvent } from '#application/ports/journal';
import { VersionStore, type DeletionReading } from '#application/ports/version-store';
import type { CommandContext } from './command-context.js';
import { newEvent } from './new-event.js';
import type { LockedModel } from './registry-change.js';

/** A deletion that the rule lets pass. `versionId` is null where the whole model goes. */
export interface PlannedDeletion {
  readonly versionId: string | null;
  readonly reading: DeletionReading;
  readonly wish: DeletionWish;
}

/** The one way by which versions are deleted, one by one or with their model: rule, events and rows. */
@Injectable()
export class VersionDeletion {
  constructor(private readonly versions: VersionStore) {}

  /**
   * Asks the rule under the model's lock, of all that stands outside None and Archived; what stands there is read some at a time. A refusal is returned and not thrown, so that its audit entry is committed.
   * @throws SlipwayError PERMISSION_DENIED naming the stage's right that is missing.
   */
  async plan(
    context: CommandContext,
    locked: LockedModel,
    versionId: string | null,
    wish: DeletionWish,
    after = 0,
  ): Promise<PlannedDeletion | SlipwayError> {
    const { model } = locked;
    const reading = await this.versions.readDeletion(locked.tx, model.id, versionId, after);
    const standing = {
      person: isPerson(context.actor),
      mayApply: can(context.actor, 'promotion.apply.unprotected', model.name),
      mayApplyProtected: can(context.actor, 'promotion.apply.protected', model.name),
    };
    const verdict = decideDeletion(reading, standing, wish);
    switch (verdict.kind) {
      case 'pass':
        return { versionId, reading, wish };
      case 'deny':
        throw permissionDenied(verdict.permission, model.name);
      case 'refuse': {
        const { code, reasons } = verdict;
        await locked.record([], [{ ...auditOf(locked, versionId, wish), outcome: 'refused', data: { code, reasons } }]);
        return new SlipwayError(code, reasons.map((reason) => reason.message).join(' '), { errors: reasons });
      }
    }
  }

  /** Deletes those of the versions that were read that stand in None and Archived. @returns the last one's number. */
  async carryOutIdle(context: CommandContext, locked: LockedModel, { reading, wish }: PlannedDeletion): Promise<number> {
    const versions = reading.versions.filter(({ stage }) => isIdleStage(stage.key));
    const numbers = new Set(versions.map(({ version }) => version));
    const of = <T extends { readonly version: number }>(all: readonly T[]): T[] => all.filter(({ version }) => numbers.has(version));
    const idle = { versions, aliases: of(reading.aliases), openRequests: of(reading.openRequests), more: true };
    const data = {
      versions: versions.map(({ version, stage }) => ({ version, stage: stage.name })),
      aliases: idle.aliases,
      of: 'model.delete',
    };
    const which = wish.reason === '' ? {} : { reason: wish.reason };
    const entry = { ...which, action: 'version.delete', objectType: 'model', objectId: locked.model.id, outcome: 'done', data } as const;
    const at = await locked.record(eventsOf(idle, wish.reason), [entry]);
    const ids = versions.map(({ versionId }) => versionId);
    await this.versions.delete(locked.tx, context, locked.model.id, ids, wish.reason, at);
    return Math.max(...numbers);
  }

  /** Writes the deletion and tells of it; `last` comes after the events of the versions. */
  async carryOut(context: CommandContext, locked: LockedModel, planned: PlannedDeletion, last: readonly NewEvent[]): Promise<Date> {
    const { reading, wish } = planned;
    const versions = reading.versions.map(({ version, stage }) => ({ version, stage: stage.name }));
    const events = [...eventsOf(reading, wish.reason), ...last];
    const data = {
      versions,
      aliases: reading.aliases,
      voided: reading.openRequests.map((request) => request.id),
      force: wish.force,
      allowEmpty: wish.allowEmpty,
    };
    const at = await locked.record(events, [{ ...auditOf(locked, planned.versionId, wish), outcome: 'done', data }]);
    const versionIds = reading.versions.map((one) => one.versionId);
    await this.versions.delete(locked.tx, context, locked.model.id, versionIds, wish.reason, at);
    return at;
  }
}

function auditOf({ model }: LockedModel, versionId: string | null, { reason }: DeletionWish): Omit<NewAuditEntry, 'outcome'> {
  const which = reason === '' ? {} : { reason };
  if (versionId === null) return { ...which, action: 'model.delete', objectType: 'model', objectId: model.id };
  return { ...which, action: 'version.delete', objectType: 'version', objectId: versionId };
}

/** For each version: that it is gone, what stands in its stage now, which aliases fell, which requests are void. */
function eventsOf(reading: DeletionReading, reason: string): NewEvent[] {
  return reading.versions.flatMap(({ version, stage }) => [
    newEvent('version.deleted', { version, stage: stage.name, reason }, stage.name),
    ...(isIdleStage(stage.key)
      ? []
      : [
          newEvent(
            'stage.changed',
            { stage: stage.name, version: null, previousVersion: version, kind: 'deleted', promotionId: null, reason },
            stage.name,
          ),
        ]),
    ...reading.aliases
      .filter((alias) => alias.version === version)
      .map(({ alias, boundStage }) => newEvent('alias.removed', { alias, version, boundStage }, boundStage)),
    ...reading.openRequests
      .filter((request) => request.version === version)
      .map(({ id, toStage }) =>
        newEvent('promotion.voided', { promotionId: id, version, toStage, reason: `Version ${version} was deleted.` }, toStage),
      ),
  ]);
}
