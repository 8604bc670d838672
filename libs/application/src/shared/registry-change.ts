import { Injectable } from '@nestjs/common';
import type { Permission } from '#domain/access/role';
import { SlipwayError } from '#domain/errors/slipway-error';
import { EffectsSignal } from '#application/ports/effects-signal';
import { Journal, type NewAuditEntry, type NewEvent } from '#application/ports/journal';
import { ModelStore, type StoredModel } from '#application/ports/model-store';
import { UnitOfWork, type Transaction } from '#application/ports/unit-of-work';
import { VersionStore, type StoredVersion } from '#application/ports/version-store';
import { notFound, requirePermission } from './access.js';
import type { CommandContext } from './command-context.js';

/** Which model is to be changed, and by which right. */
export interface ModelTarget {
  /** Name or id. */
  readonly model: string;
  readonly permission: Permission;
  /** The revision that the caller read (If-Match), where it named one. */
  readonly expectedRevision?: number | undefined;
}

/** Which version is to be changed; the expected revision is the version's. */
export interface VersionTarget extends ModelTarget {
  readonly version: number;
}

/** A model whose row is locked by this transaction: nobody else changes it, its aliases or its versions until the commit. */
export interface LockedModel {
  readonly tx: Transaction;
  readonly model: StoredModel;
  /** Writes the journal of the change and gives its time. */
  readonly record: (events: readonly NewEvent[], audit: readonly NewAuditEntry[]) => Promise<Date>;
}

export interface LockedVersion extends LockedModel {
  readonly version: StoredVersion;
}

/** The frame of every change of the registry: authorize, lock, check the revision, do the work in one transaction, wake the relay. */
@Injectable()
export class RegistryChange {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly models: ModelStore,
    private readonly versions: VersionStore,
    private readonly journal: Journal,
    private readonly signal: EffectsSignal,
  ) {}

  /** @throws SlipwayError NOT_FOUND, PERMISSION_DENIED, REVISION_STALE, and what `work` throws. */
  async ofModel<T>(context: CommandContext, target: ModelTarget, work: (locked: LockedModel) => Promise<T>): Promise<T> {
    const result = await this.unitOfWork.run(async (tx) => {
      const locked = await this.lock(tx, context, target);
      requireRevision(locked.model.revision, target.expectedRevision, `Model "${locked.model.name}"`);
      return work(locked);
    });
    this.signal.wake();
    return result;
  }

  /** @throws SlipwayError NOT_FOUND, VERSION_DELETED, PERMISSION_DENIED, REVISION_STALE, and what `work` throws. */
  async ofVersion<T>(context: CommandContext, target: VersionTarget, work: (locked: LockedVersion) => Promise<T>): Promise<T> {
    const result = await this.unitOfWork.run(async (tx) => {
      const locked = await this.lock(tx, context, target);
      const version = livingVersion(await this.versions.find(tx, locked.model.id, target.version), locked.model.name, target.version);
      requireRevision(version.revision, target.expectedRevision, `Version ${version.version} of model "${locked.model.name}"`);
      return work({ ...locked, version });
    });
    this.signal.wake();
    return result;
  }

  private async lock(tx: Transaction, context: CommandContext, target: ModelTarget): Promise<LockedModel> {
    const model = await this.models.lock(tx, context.workspace, target.model);
    if (model === null) throw notFound(`model "${target.model}"`);
    requirePermission(context.actor, target.permission, model.name, target.model);
    return { tx, model, record: (events, audit) => this.journal.record(tx, context, { modelId: model.id, events, audit }) };
  }
}

/** @throws SlipwayError NOT_FOUND for a number that the model never had, VERSION_DELETED for one that it will not have again. */
export function livingVersion<T extends { readonly deleted: boolean }>(version: T | null, model: string, number: number): T {
  if (version === null) throw notFound(`version ${number} of model "${model}"`);
  if (version.deleted) {
    throw new SlipwayError('VERSION_DELETED', `Version ${number} of model "${model}" was deleted; its number is never used again.`);
  }
  return version;
}

function requireRevision(current: number, expected: number | undefined, what: string): void {
  if (expected === undefined || expected === current) return;
  throw new SlipwayError(
    'REVISION_STALE',
    `${what} has changed since it was read. Read it again and repeat the change on what it is now.`,
    {
      extra: { etag: `"${current}"` },
    },
  );
}
