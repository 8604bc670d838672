import { Injectable } from '@nestjs/common';
import { EVERYTHING } from '#domain/access/pattern';
import { SlipwayError } from '#domain/errors/slipway-error';
import { Ids } from '#application/ports/ids';
import { Journal } from '#application/ports/journal';
import { RoleBindingStore } from '#application/ports/role-binding-store';
import { TokenMinter } from '#application/ports/token-minter';
import { TokenStore } from '#application/ports/token-store';
import type { Transaction } from '#application/ports/unit-of-work';
import { UserStore } from '#application/ports/user-store';
import type { CommandContext } from '#application/shared/command-context';
import { IdentityChange } from '#application/shared/identity-change';
import { systemContext } from '#application/shared/system-context';

/** The name of the user whom a first boot makes. */
const FIRST_ADMINISTRATOR = 'admin';

export interface BootstrapAdministratorCommand {
  /** The token that the operator chose (SLIPWAY_ADMIN_TOKEN), or undefined to have one made. */
  readonly chosenToken: string | undefined;
  /**
   * Puts the text of the token that was made in a safe place. Called before the commit, by the one replica that makes it: a boot that is
   * killed at any moment leaves no administrator whose token nobody has, at worst a kept token that does not count and that the next replaces.
   */
  readonly keep?: (token: string) => void | Promise<void>;
}

/** What a first boot made. */
export interface FirstAdministrator {
  readonly userId: string;
  /** The text of the token that was made; null where the operator chose it, which is then never shown again. */
  readonly token: string | null;
}

/**
 * Makes the first administrator with a token where nobody is one: user `admin` with the role admin on `*`. Of several replicas that boot
 * at once one makes it, the others find it.
 */
@Injectable()
export class BootstrapAdministrator {
  constructor(
    private readonly change: IdentityChange,
    private readonly users: UserStore,
    private readonly bindings: RoleBindingStore,
    private readonly tokens: TokenStore,
    private readonly minter: TokenMinter,
    private readonly journal: Journal,
    private readonly ids: Ids,
  ) {}

  /**
   * @returns null where there is an administrator already.
   * @throws SlipwayError ALREADY_EXISTS when the chosen token is in use.
   */
  execute(workspace: string, { chosenToken, keep }: BootstrapAdministratorCommand): Promise<FirstAdministrator | null> {
    const context = systemContext(workspace);
    return this.change.run(context, async (tx) => {
      if (await this.bindings.hasAdministrator(tx, workspace)) return null;
      const userId = await this.administratorUser(tx, context);
      const minted = chosenToken === undefined ? this.minter.mint() : this.minter.adopt(chosenToken);
      const bindingId = this.ids.next('rol');
      const tokenId = this.ids.next('tok');
      const name = chosenToken === undefined ? 'first administrator' : 'first administrator (SLIPWAY_ADMIN_TOKEN)';
      const holder = { type: 'user', id: userId, name: FIRST_ADMINISTRATOR };
      const grant = { subject: holder, role: 'admin', pattern: EVERYTHING };
      const at = await this.journal.record(tx, context, {
        modelId: null,
        events: [],
        audit: [
          { action: 'role.grant', outcome: 'done', objectType: 'role_binding', objectId: bindingId, data: grant },
          { action: 'token.mint', outcome: 'done', objectType: 'token', objectId: tokenId, data: { name, prefix: minted.prefix, holder } },
        ],
      });
      const creatorId = context.actor.id;
      const binding = { id: bindingId, subjectType: 'user', subjectId: userId, role: 'admin', pattern: EVERYTHING, creatorId } as const;
      await this.bindings.insert(tx, workspace, binding, at);
      const { prefix, hash } = minted;
      const token = {
        id: tokenId,
        name,
        prefix,
        hash,
        holderType: 'user',
        holderId: userId,
        narrowing: {},
        creatorId,
        expiresAt: null,
      } as const;
      if (!(await this.tokens.insert(tx, workspace, token, at))) {
        throw new SlipwayError('ALREADY_EXISTS', 'The token in SLIPWAY_ADMIN_TOKEN is, or was, in use. Choose another.');
      }
      if (chosenToken !== undefined) return { userId, token: null };
      await keep?.(minted.token);
      return { userId, token: minted.token };
    });
  }

  /** The user of that name, who may be left from before, enabled; or a new one. */
  private async administratorUser(tx: Transaction, context: CommandContext): Promise<string> {
    const existing = await this.users.findByName(tx, context.workspace, FIRST_ADMINISTRATOR);
    if (existing !== null && existing.disabledAt === null) return existing.id;
    const id = existing?.id ?? this.ids.next('usr');
    const user = { id, name: FIRST_ADMINISTRATOR, displayName: 'Administrator', email: null };
    const at = await this.journal.record(tx, context, {
      modelId: null,
      events: [],
      audit: [
        {
          action: existing === null ? 'user.create' : 'user.update',
          outcome: 'done',
          objectType: 'user',
          objectId: id,
          data: { name: user.name, disabled: false },
        },
      ],
    });
    if (existing === null) await this.users.insert(tx, context.workspace, user, at);
    else await this.users.update(tx, id, existing.revision, { disabledAt: null });
    return id;
  }
}
