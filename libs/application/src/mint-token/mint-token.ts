import { Injectable } from '@nestjs/common';
import { isPerson, type Actor, type Narrowing } from '#domain/access/actor';
import { can } from '#domain/access/authorize';
import { checkRequiredLabel } from '#domain/access/identity-fields';
import { endsWithin, narrowedBy, requireHolds } from '#domain/access/narrow';
import { checkPattern } from '#domain/access/pattern';
import { checkRole } from '#domain/access/role';
import { invalid, SlipwayError } from '#domain/errors/slipway-error';
import { Clock } from '#application/ports/clock';
import { IdentityStore, type Holder, type HolderType } from '#application/ports/identity-store';
import { Ids } from '#application/ports/ids';
import { Journal } from '#application/ports/journal';
import { TokenMinter } from '#application/ports/token-minter';
import { TokenStore } from '#application/ports/token-store';
import type { Transaction } from '#application/ports/unit-of-work';
import { notFound, requireServiceWide } from '#application/shared/access';
import type { CommandContext } from '#application/shared/command-context';
import { IdentityChange, type Created } from '#application/shared/identity-change';

/** Make a token for oneself, for an own service account, or (administrators) for anybody. */
export interface MintTokenCommand {
  /** What it is for, in lists. */
  readonly name: string;
  /** Whom it speaks for; without it, the caller. */
  readonly holder?: { readonly type: HolderType; readonly id: string };
  /** At most this role ... */
  readonly role?: string;
  /** ... on these patterns only. */
  readonly patterns?: readonly string[];
  readonly expiresAt?: Date | null;
  /** When the credential ends that this command came with: the new token does not outlive it. Null where that never ends. */
  readonly credentialExpiresAt: Date | null;
  /** The token that this command came with: it must still count when the new one is written, and the new one remembers it. */
  readonly credentialTokenId?: string | null;
}

export interface MintTokenResult extends Created {
  /** The text, this once; null on a repeat under the same idempotency key. */
  readonly token: string | null;
}

/** Each is matched on every request. */
const MAX_TOKEN_PATTERNS = 32;

/** Mints an API token. It is never wider, nor lives longer, than the credential that asks for it. */
@Injectable()
export class MintToken {
  constructor(
    private readonly change: IdentityChange,
    private readonly identities: IdentityStore,
    private readonly tokens: TokenStore,
    private readonly minter: TokenMinter,
    private readonly journal: Journal,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** @throws SlipwayError INVALID_ARGUMENT, PERMISSION_DENIED, NOT_FOUND, INVALID_STATE for a disabled holder, UNAUTHENTICATED where the token that asks ended meanwhile, IDEMPOTENCY_KEY_REUSED. */
  async execute(context: CommandContext, command: MintTokenCommand): Promise<MintTokenResult> {
    const { actor } = context;
    const name = checkRequiredLabel(command.name, '/name');
    const wanted = command.holder ?? ownHolder(actor);
    const narrowing = narrowedBy(actor, wishOf(command));
    const expiresAt = this.expiry(command);
    const minted = this.minter.mint();
    const id = this.ids.next('tok');
    const mintedWith = command.credentialTokenId ?? null;
    const created = await this.change.create(context, 'token', id, async (tx) => {
      // What let the request in may be a second old: without this, a token that is being revoked could leave another one behind.
      if (mintedWith !== null && !(await this.tokens.holdGood(tx, context.workspace, mintedWith))) {
        throw new SlipwayError('UNAUTHENTICATED', 'The token that asks for another one was revoked or has expired.');
      }
      const holder = await this.holderOf(tx, context, wanted);
      if (holder.id !== actor.id) requireHolds(actor, holder.bindings, narrowing);
      const data = {
        name,
        prefix: minted.prefix,
        holder: { type: holder.type, id: holder.id, name: holder.name },
        ...narrowing,
        expiresAt,
        mintedWith,
      };
      const at = await this.journal.record(tx, context, {
        modelId: null,
        events: [],
        audit: [{ action: 'token.mint', outcome: 'done', objectType: 'token', objectId: id, data }],
      });
      const { prefix, hash } = minted;
      const token = {
        id,
        name,
        prefix,
        hash,
        holderType: holder.type,
        holderId: holder.id,
        narrowing,
        creatorId: actor.id,
        mintedWith,
        expiresAt,
      };
      if (!(await this.tokens.insert(tx, context.workspace, token, at))) throw new Error('the token generator repeated itself');
    });
    return { ...created, token: created.replayed ? null : minted.token };
  }

  private expiry({ expiresAt = null, credentialExpiresAt }: MintTokenCommand): Date | null {
    if (expiresAt === null) return credentialExpiresAt;
    if (expiresAt.getTime() <= this.clock.now().getTime()) throw invalid('/expiresAt', 'past', 'A token must end in the future');
    if (endsWithin(expiresAt, credentialExpiresAt)) return expiresAt;
    throw new SlipwayError(
      'PERMISSION_DENIED',
      `A token does not outlive the one that mints it: yours ends at ${credentialExpiresAt?.toISOString() ?? 'no time'}.`,
    );
  }

  private async holderOf(
    tx: Transaction,
    context: CommandContext,
    wanted: { readonly type: HolderType; readonly id: string },
  ): Promise<Holder> {
    const { actor, workspace } = context;
    const administers = can(actor, 'admin.identities');
    // Users are known to everybody who is signed in, so this refusal tells nothing.
    if (wanted.type === 'user' && !(isPerson(actor) && wanted.id === actor.id)) requireServiceWide(actor, 'admin.identities');
    const holder = await this.identities.findHolder(tx, workspace, wanted.type, wanted.id);
    const own = holder !== null && (holder.id === actor.id || (isPerson(actor) && holder.ownerId === actor.id));
    if (holder === null || !(administers || own)) {
      throw notFound(`${wanted.type === 'user' ? 'user' : 'service account'} "${wanted.id}"`);
    }
    if (holder.disabled) throw new SlipwayError('INVALID_STATE', `'${holder.name}' is disabled; enable it first.`);
    return holder;
  }
}

function ownHolder(actor: Actor): { readonly type: HolderType; readonly id: string } {
  if (actor.type === 'user' || actor.type === 'service_account') return { type: actor.type, id: actor.id };
  throw invalid('/holder', 'required', 'Name the user or service account that the token is for: you are neither');
}

function wishOf({ role, patterns }: MintTokenCommand): Narrowing {
  if ((patterns ?? []).length > MAX_TOKEN_PATTERNS) {
    throw invalid('/patterns', 'length', `A token has at most ${MAX_TOKEN_PATTERNS} patterns`);
  }
  return {
    ...(role === undefined ? {} : { role: checkRole(role, '/role') }),
    patterns: (patterns ?? []).map((pattern, index) => checkPattern(pattern, `/patterns/${index}`)),
  };
}
