import { Injectable } from '@nestjs/common';
import { isPerson, type Actor } from '#domain/access/actor';
import { can, effectiveBindings, permissionDenied } from '#domain/access/authorize';
import { checkDescription, checkIdentityName } from '#domain/access/identity-fields';
import { roleMay } from '#domain/access/role';
import { invalid, SlipwayError } from '#domain/errors/slipway-error';
import { Ids } from '#application/ports/ids';
import { Journal } from '#application/ports/journal';
import { ServiceAccountStore } from '#application/ports/service-account-store';
import { UserStore } from '#application/ports/user-store';
import { requireServiceWide } from '#application/shared/access';
import type { CommandContext } from '#application/shared/command-context';
import { IdentityChange, type Created } from '#application/shared/identity-change';

export interface CreateServiceAccountCommand {
  readonly name: string;
  readonly description?: string;
  /** The user whose acts its acts count as; without it, the caller. */
  readonly ownerId?: string;
}

/**
 * Creates a service account without any role. Whoever may grant roles somewhere may have own ones; only an administrator gives one to
 * somebody else, because its acts count as the owner's (rule 6) and nobody chooses whose name they act under.
 */
@Injectable()
export class CreateServiceAccount {
  constructor(
    private readonly change: IdentityChange,
    private readonly accounts: ServiceAccountStore,
    private readonly users: UserStore,
    private readonly journal: Journal,
    private readonly ids: Ids,
  ) {}

  /** @throws SlipwayError PERMISSION_DENIED, INVALID_ARGUMENT (also for an owner who is not there or disabled), ALREADY_EXISTS, IDEMPOTENCY_KEY_REUSED. */
  async execute(context: CommandContext, command: CreateServiceAccountCommand): Promise<Created> {
    const account = {
      id: this.ids.next('sva'),
      name: checkIdentityName(command.name, '/name'),
      description: checkDescription(command.description ?? '', '/description'),
      ownerId: ownerFor(context.actor, command.ownerId),
    };
    return this.change.create(context, 'service_account', account.id, async (tx) => {
      const { name, description, ownerId } = account;
      const owner = await this.users.find(tx, context.workspace, ownerId);
      if (owner === null || owner.disabledAt !== null) throw invalid('/ownerId', 'owner', 'The owner must be an enabled user');
      const data = { name, description, ownerId };
      const at = await this.journal.record(tx, context, {
        modelId: null,
        events: [],
        audit: [{ action: 'service-account.create', outcome: 'done', objectType: 'service_account', objectId: account.id, data }],
      });
      if (await this.accounts.insert(tx, context.workspace, account, at)) return;
      throw new SlipwayError('ALREADY_EXISTS', `There is a service account '${name}' already.`);
    });
  }
}

function ownerFor(actor: Actor, wished: string | undefined): string {
  if (can(actor, 'admin.identities')) {
    if (wished !== undefined) return wished;
    if (isPerson(actor)) return actor.id;
    throw invalid('/ownerId', 'owner', 'Name the user who is to own the account: you are not one');
  }
  const grants = isPerson(actor) && effectiveBindings(actor).some(({ role }) => roleMay(role, 'role.grant'));
  if (!grants) throw permissionDenied('role.grant');
  if (wished !== undefined && wished !== actor.id) requireServiceWide(actor, 'admin.identities');
  return actor.id;
}
