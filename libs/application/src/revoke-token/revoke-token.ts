import { Injectable } from '@nestjs/common';
import { isPerson, type Actor } from '#domain/access/actor';
import { can } from '#domain/access/authorize';
import { requireWholeRights } from '#domain/access/narrow';
import { Clock } from '#application/ports/clock';
import { Journal } from '#application/ports/journal';
import { TokenStore, type StoredApiToken } from '#application/ports/token-store';
import type { Transaction } from '#application/ports/unit-of-work';
import { notFound } from '#application/shared/access';
import type { CommandContext } from '#application/shared/command-context';
import { IdentityChange } from '#application/shared/identity-change';

export interface RevokeTokenCommand {
  readonly tokenId: string;
  /** The token that the command came with, where it came with one. */
  readonly usedTokenId?: string | null;
  /** Also every token that was minted with it, with those, and so on, whoever they speak for: after a theft. */
  readonly withMinted?: boolean;
}

/**
 * Ends a token at once: an own one, one of an own service account, or (administrators) any. A narrowed token ends itself only (and what it
 * minted). Repeating it changes nothing. Without `withMinted` the tokens that were minted with it live on, so that a token can be replaced by
 * one that it minted.
 */
@Injectable()
export class RevokeToken {
  constructor(
    private readonly change: IdentityChange,
    private readonly tokens: TokenStore,
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  /** @throws SlipwayError NOT_FOUND, also for tokens of others; PERMISSION_DENIED for a narrowed token. */
  async execute(context: CommandContext, { tokenId, usedTokenId, withMinted = false }: RevokeTokenCommand): Promise<void> {
    await this.change.run(context, async (tx) => {
      const token = await this.tokens.find(tx, context.workspace, tokenId);
      const administers = can(context.actor, 'admin.identities');
      if (token === null || !(administers || isOwn(context.actor, token))) throw notFound(`token "${tokenId}"`);
      if (!administers && tokenId !== usedTokenId) requireWholeRights(context.actor);
      if (token.revokedAt !== null && !withMinted) return;
      const { name, prefix, holderType, holderId } = token;
      const now = this.clock.now();
      await this.tokens.revoke(tx, tokenId, now);
      const minted = withMinted ? await this.revokeMinted(tx, tokenId, now) : [];
      if (token.revokedAt !== null && minted.length === 0) return;
      await this.journal.record(tx, context, {
        modelId: null,
        events: [],
        audit: [
          {
            action: 'token.revoke',
            outcome: 'done',
            objectType: 'token',
            objectId: tokenId,
            data: { name, prefix, holder: { type: holderType, id: holderId }, ...(withMinted ? { alsoRevoked: minted } : {}) },
          },
        ],
      });
    });
  }

  /** Again until there are none: while one of them was waited for, it may have minted another. Nothing mints with a token that is revoked. */
  private async revokeMinted(tx: Transaction, tokenId: string, at: Date): Promise<readonly string[]> {
    const all: string[] = [];
    for (;;) {
      const found = await this.tokens.revokeMintedWith(tx, tokenId, at);
      if (found.length === 0) return all;
      all.push(...found);
    }
  }
}

function isOwn(actor: Actor, token: StoredApiToken): boolean {
  return token.holderId === actor.id || (isPerson(actor) && token.ownerId === actor.id);
}
