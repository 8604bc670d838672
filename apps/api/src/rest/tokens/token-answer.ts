import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MintToken, type MintTokenCommand } from '#application/mint-token/mint-token';
import { IdentityViews, type TokenView } from '#application/queries/identity-views';
import type { CommandContext } from '#application/shared/command-context';
import { answerCreated, found } from '../created-answer.js';
import { UsedCredential } from '../me/used-credential.js';

/** A token with its text, or with null on a repeat. */
export interface MintedTokenView extends TokenView {
  readonly token: string | null;
}

/** Mints tokens and renders them. */
@Injectable()
export class TokenAnswer {
  constructor(
    private readonly mintToken: MintToken,
    private readonly views: IdentityViews,
    private readonly used: UsedCredential,
  ) {}

  async mint(
    context: CommandContext,
    wish: Omit<MintTokenCommand, 'credentialExpiresAt' | 'credentialTokenId'>,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<MintedTokenView> {
    const credential = await this.used.of(request);
    const made = await this.mintToken.execute(context, {
      ...wish,
      credentialExpiresAt: credential?.expiresAt ?? null,
      credentialTokenId: credential?.tokenId ?? null,
    });
    answerCreated(reply, 'tokens', made);
    // A text that is shown once must not stay in any cache on the way.
    reply.header('cache-control', 'no-store');
    return { ...(await this.find(context, made.id)), token: made.token };
  }

  /** @throws SlipwayError NOT_FOUND */
  async find(context: CommandContext, id: string): Promise<TokenView> {
    return found(await this.views.findToken(context.workspace, context.actor, id), `token "${id}"`);
  }
}
