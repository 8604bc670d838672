import { Injectable } from '@nestjs/common';
import { actorRef, type ActorRef } from '#domain/access/actor';
import { effectiveBindings } from '#domain/access/authorize';
import type { Role } from '#domain/access/role';
import { IdentityViews } from '#application/queries/identity-views';
import type { CommandContext } from '#application/shared/command-context';

/** Who the caller is and what it may. */
export interface MeView {
  readonly actor: ActorRef;
  /** The user whose acts an automation's count as. */
  readonly ownerId: string | null;
  /** After the token's narrowing: the role holds where every one of the patterns matches. */
  readonly bindings: readonly { readonly role: Role; readonly patterns: readonly string[] }[];
  /** The token that the request came with, if one did. */
  readonly token: { readonly id: string; readonly name: string; readonly prefix: string; readonly expiresAt: Date | null } | null;
}

/** Answers "who am I": for clients that show or check what they may do before they try. */
@Injectable()
export class DescribeMe {
  constructor(private readonly views: IdentityViews) {}

  /** `tokenId`: the token of the credential, null where the request came without one. */
  async execute({ workspace, actor }: CommandContext, tokenId: string | null): Promise<MeView> {
    const token = tokenId === null ? null : await this.views.findToken(workspace, actor, tokenId);
    return {
      actor: actorRef(actor),
      ownerId: actor.type === 'service_account' || actor.type === 'ci' ? actor.ownerUserId : null,
      bindings: effectiveBindings(actor),
      token: token === null ? null : { id: token.id, name: token.name, prefix: token.prefix, expiresAt: token.expiresAt },
    };
  }
}
