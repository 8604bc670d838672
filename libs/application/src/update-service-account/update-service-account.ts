import { Injectable } from '@nestjs/common';
import { isPerson } from '#domain/access/actor';
import { can } from '#domain/access/authorize';
import { checkDescription } from '#domain/access/identity-fields';
import { requireWholeRights } from '#domain/access/narrow';
import { invalid } from '#domain/errors/slipway-error';
import { Clock } from '#application/ports/clock';
import { Journal } from '#application/ports/journal';
import { ServiceAccountStore, type ServiceAccountChange, type StoredServiceAccount } from '#application/ports/service-account-store';
import { TokenStore } from '#application/ports/token-store';
import type { Transaction } from '#application/ports/unit-of-work';
import { UserStore } from '#application/ports/user-store';
import { notFound, requireServiceWide } from '#application/shared/access';
import { changesOf } from '#application/shared/changes';
import type { CommandContext } from '#application/shared/command-context';
import { IdentityChange, staleRevision } from '#application/shared/identity-change';

/** Describe a service account anew, disable or enable it, or give it to another user; absent fields stay. */
export interface UpdateServiceAccountCommand {
  readonly accountId: string;
  readonly expectedRevision?: number;
  readonly description?: string;
  readonly disabled?: boolean;
  readonly ownerId?: string;
}

/**
 * Changes a service account: its owner may describe and disable it; only an administrator enables it again or gives it to another owner. The
 * latter revokes its tokens: the former owner knows them, and what is done with them would count as the new owner's (rule 6).
 */
@Injectable()
export class UpdateServiceAccount {
  constructor(
    private readonly change: IdentityChange,
    private readonly accounts: ServiceAccountStore,
    private readonly users: UserStore,
    private readonly tokens: TokenStore,
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  /** @throws SlipwayError NOT_FOUND (also for accounts of others), PERMISSION_DENIED, INVALID_ARGUMENT, REVISION_STALE. */
  async execute(context: CommandContext, command: UpdateServiceAccountCommand): Promise<void> {
    const { accountId, description, expectedRevision } = command;
    const described = description === undefined ? {} : { description: checkDescription(description, '/description') };
    await this.change.run(context, async (tx) => {
      const account = await this.accounts.find(tx, context.workspace, accountId);
      requireOwnership(context, account, accountId);
      if (expectedRevision !== undefined && expectedRevision !== account.revision) throw staleRevision('service account', account.revision);
      const changes = changesOf<ServiceAccountChange>(account, {
        ...described,
        ...this.disabling(context, account, command.disabled),
        ...(await this.owning(tx, context, account, command.ownerId)),
      });
      if (!changes.any) return;
      const handedOver = changes.write.ownerId !== undefined;
      const tokensRevoked = handedOver ? await this.tokens.revokeAllOf(tx, 'service_account', account.id, this.clock.now()) : 0;
      const data = { name: account.name, ...changes.audit, ...(handedOver ? { tokensRevoked } : {}) };
      await this.journal.record(tx, context, {
        modelId: null,
        events: [],
        audit: [{ action: 'service-account.update', outcome: 'done', objectType: 'service_account', objectId: account.id, data }],
      });
      const written = await this.accounts.update(tx, account.id, account.revision, changes.write);
      if (!written) throw staleRevision('service account', account.revision + 1);
    });
  }

  private disabling(context: CommandContext, account: StoredServiceAccount, disabled: boolean | undefined): ServiceAccountChange {
    if (disabled === undefined) return {};
    if (disabled) return { disabledAt: account.disabledAt ?? this.clock.now() };
    // An administrator may have stopped it, and the owner must not undo that.
    if (account.disabledAt !== null) requireServiceWide(context.actor, 'admin.identities');
    return { disabledAt: null };
  }

  private async owning(
    tx: Transaction,
    context: CommandContext,
    account: StoredServiceAccount,
    ownerId: string | undefined,
  ): Promise<ServiceAccountChange> {
    if (ownerId === undefined || ownerId === account.ownerId) return {};
    requireServiceWide(context.actor, 'admin.identities');
    const owner = await this.users.find(tx, context.workspace, ownerId);
    if (owner === null || owner.disabledAt !== null) throw invalid('/ownerId', 'owner', 'The owner must be an enabled user');
    return { ownerId };
  }
}

/**
 * Lets administrators and the owner pass; for everybody else the account does not exist. Throws NOT_FOUND, or PERMISSION_DENIED for the owner
 * with a narrowed token.
 */
export function requireOwnership(
  context: CommandContext,
  account: StoredServiceAccount | null,
  reference: string,
): asserts account is StoredServiceAccount {
  const { actor } = context;
  const administers = can(actor, 'admin.identities');
  if (account === null || !(administers || (isPerson(actor) && actor.id === account.ownerId))) {
    throw notFound(`service account "${reference}"`);
  }
  if (!administers) requireWholeRights(actor);
}
