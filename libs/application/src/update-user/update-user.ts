import { Injectable } from '@nestjs/common';
import { checkEmail, checkLabel } from '#domain/access/identity-fields';
import { Clock } from '#application/ports/clock';
import { Journal } from '#application/ports/journal';
import { UserStore, type UserChange } from '#application/ports/user-store';
import { notFound, requireServiceWide } from '#application/shared/access';
import { changesOf } from '#application/shared/changes';
import type { CommandContext } from '#application/shared/command-context';
import { IdentityChange, staleRevision } from '#application/shared/identity-change';

/** Change what is written about a user, or disable or enable one; absent fields stay. */
export interface UpdateUserCommand {
  readonly userId: string;
  readonly expectedRevision?: number;
  readonly displayName?: string;
  readonly email?: string | null;
  readonly disabled?: boolean;
}

/** Changes a user. A disabled user's tokens, and those of the service accounts that the user owns, stop at once, and work again when it is enabled. */
@Injectable()
export class UpdateUser {
  constructor(
    private readonly change: IdentityChange,
    private readonly users: UserStore,
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  /** @throws SlipwayError PERMISSION_DENIED, INVALID_ARGUMENT, NOT_FOUND, REVISION_STALE, or INVALID_STATE for the last administrator. */
  async execute(context: CommandContext, command: UpdateUserCommand): Promise<void> {
    requireServiceWide(context.actor, 'admin.identities');
    const wish = this.wishOf(command);
    await this.change.run(context, async (tx) => {
      const user = await this.users.find(tx, context.workspace, command.userId);
      if (user === null) throw notFound(`user "${command.userId}"`);
      if (command.expectedRevision !== undefined && command.expectedRevision !== user.revision) throw staleRevision('user', user.revision);
      const disabledAt = command.disabled === true ? (user.disabledAt ?? this.clock.now()) : command.disabled === false ? null : undefined;
      const changes = changesOf<UserChange>(user, { ...wish, ...(disabledAt === undefined ? {} : { disabledAt }) });
      if (!changes.any) return;
      await this.journal.record(tx, context, {
        modelId: null,
        events: [],
        audit: [
          { action: 'user.update', outcome: 'done', objectType: 'user', objectId: user.id, data: { name: user.name, ...changes.audit } },
        ],
      });
      if (!(await this.users.update(tx, user.id, user.revision, changes.write))) throw staleRevision('user', user.revision + 1);
    });
  }

  private wishOf({ displayName, email }: UpdateUserCommand): UserChange {
    return {
      ...(displayName === undefined ? {} : { displayName: checkLabel(displayName, '/displayName') }),
      ...(email === undefined ? {} : { email: email === null ? null : checkEmail(email, '/email') }),
    };
  }
}
