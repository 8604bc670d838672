import { Injectable } from '@nestjs/common';
import { checkEmail, checkIdentityName, checkLabel } from '#domain/access/identity-fields';
import { SlipwayError } from '#domain/errors/slipway-error';
import { Ids } from '#application/ports/ids';
import { Journal } from '#application/ports/journal';
import { UserStore } from '#application/ports/user-store';
import { requireServiceWide } from '#application/shared/access';
import type { CommandContext } from '#application/shared/command-context';
import { IdentityChange, type Created } from '#application/shared/identity-change';

/** Make a person known, who then needs roles and a token. */
export interface CreateUserCommand {
  readonly name: string;
  readonly displayName?: string;
  readonly email?: string | null;
}

/** Creates a user without any role. */
@Injectable()
export class CreateUser {
  constructor(
    private readonly change: IdentityChange,
    private readonly users: UserStore,
    private readonly journal: Journal,
    private readonly ids: Ids,
  ) {}

  /** @throws SlipwayError PERMISSION_DENIED, INVALID_ARGUMENT, ALREADY_EXISTS, IDEMPOTENCY_KEY_REUSED. */
  async execute(context: CommandContext, command: CreateUserCommand): Promise<Created> {
    requireServiceWide(context.actor, 'admin.identities');
    const email = command.email ?? null;
    const user = {
      id: this.ids.next('usr'),
      name: checkIdentityName(command.name, '/name'),
      displayName: checkLabel(command.displayName ?? '', '/displayName'),
      email: email === null ? null : checkEmail(email, '/email'),
    };
    return this.change.create(context, 'user', user.id, async (tx) => {
      const { name, displayName } = user;
      const at = await this.journal.record(tx, context, {
        modelId: null,
        events: [],
        audit: [{ action: 'user.create', outcome: 'done', objectType: 'user', objectId: user.id, data: { name, displayName, email } }],
      });
      if (await this.users.insert(tx, context.workspace, user, at)) return;
      throw new SlipwayError('ALREADY_EXISTS', `There is a user '${name}' already.`);
    });
  }
}
