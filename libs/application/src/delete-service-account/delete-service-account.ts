import { Injectable } from '@nestjs/common';
import { Clock } from '#application/ports/clock';
import { Journal } from '#application/ports/journal';
import { RoleBindingStore } from '#application/ports/role-binding-store';
import { ServiceAccountStore } from '#application/ports/service-account-store';
import { TokenStore } from '#application/ports/token-store';
import type { CommandContext } from '#application/shared/command-context';
import { IdentityChange, staleRevision } from '#application/shared/identity-change';
import { requireOwnership } from '#application/update-service-account/update-service-account';

export interface DeleteServiceAccountCommand {
  readonly accountId: string;
  readonly expectedRevision?: number;
}

/** Deletes a service account with its roles and revokes its tokens; its owner and administrators may. */
@Injectable()
export class DeleteServiceAccount {
  constructor(
    private readonly change: IdentityChange,
    private readonly accounts: ServiceAccountStore,
    private readonly bindings: RoleBindingStore,
    private readonly tokens: TokenStore,
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  /** @throws SlipwayError NOT_FOUND (also for accounts of others), PERMISSION_DENIED, REVISION_STALE. */
  async execute(context: CommandContext, { accountId, expectedRevision }: DeleteServiceAccountCommand): Promise<void> {
    await this.change.run(context, async (tx) => {
      const account = await this.accounts.find(tx, context.workspace, accountId);
      requireOwnership(context, account, accountId);
      if (expectedRevision !== undefined && expectedRevision !== account.revision) throw staleRevision('service account', account.revision);
      const bindings = await this.bindings.deleteAllOf(tx, 'service_account', accountId);
      const tokensRevoked = await this.tokens.revokeAllOf(tx, 'service_account', accountId, this.clock.now());
      await this.accounts.delete(tx, accountId);
      const data = { name: account.name, bindings: bindings.map(({ role, pattern }) => ({ role, pattern })), tokensRevoked };
      await this.journal.record(tx, context, {
        modelId: null,
        events: [],
        audit: [{ action: 'service-account.delete', outcome: 'done', objectType: 'service_account', objectId: accountId, data }],
      });
    });
  }
}
