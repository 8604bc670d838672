import type { HolderType } from '#application/ports/identity-store';
import { Bool, Nested, NestedList, OneOf, Text, TextList, Timestamp } from '../fields.js';
import { PageQuery } from '../paging.js';
import { ROLE_NAMES } from '../role-bindings/role-names.js';

const HOLDER_TYPES = { user: 0, service_account: 0 } as const satisfies Record<HolderType, 0>;

/** Whom a token speaks for. */
export class TokenHolderDto {
  @OneOf(Object.keys(HOLDER_TYPES))
  type: HolderType;

  @Text({ min: 1, max: 64 })
  id: string;
}

/** A new token. What is not narrowed is what the holder may, within what the token of this request may. */
export class MintTokenDto {
  @Text({ min: 1, max: 400, description: 'What it is for.' })
  name: string;

  @Nested(() => TokenHolderDto, {
    optional: true,
    description: 'You, if not given; else a service account of yours, or (administrators) anybody.',
  })
  holder?: TokenHolderDto;

  @OneOf(ROLE_NAMES, { optional: true, description: 'At most this role.' })
  role?: string;

  @TextList({ max: 300, maxItems: 32, optional: true, description: "On these patterns only, such as 'model:fraud-*'." })
  patterns?: string[];

  @Timestamp({ optional: true, nullable: true, description: 'Never, if not given; not after the token of this request.' })
  expiresAt?: Date | null;
}

/** Whom a token speaks for, by name. */
export class NamedHolderDto extends TokenHolderDto {
  @Text()
  name: string;
}

/** A token without its text. */
export class TokenDto {
  @Text()
  id: string;

  @Text()
  name: string;

  @Text({ description: 'The first, public part of the text.' })
  prefix: string;

  @Nested(() => NamedHolderDto)
  holder: NamedHolderDto;

  @OneOf(ROLE_NAMES, { nullable: true })
  role: string | null;

  @TextList()
  patterns: string[];

  @Timestamp()
  createdAt: Date;

  @Timestamp({ nullable: true })
  expiresAt: Date | null;

  @Timestamp({ nullable: true, description: 'To half a minute.' })
  lastUsedAt: Date | null;

  @Timestamp({ nullable: true })
  revokedAt: Date | null;

  @Text({ nullable: true, description: 'Id of the token that it was minted with; null where none was, or an older release did it.' })
  mintedWith: string | null;
}

/** A token at the one moment when its text is shown. */
export class MintedTokenDto extends TokenDto {
  @Text({ nullable: true, description: 'Shown this once; null in the answer to a repeat under the same Idempotency-Key.' })
  token: string | null;
}

/** A page of tokens. */
export class TokenPageDto {
  @NestedList(() => TokenDto)
  items: TokenDto[];

  @Text({ nullable: true })
  nextCursor: string | null;
}

/** Which tokens. */
export class TokenListQuery extends PageQuery {
  @Text({ min: 1, max: 64, optional: true, description: 'Those of this user or service account.' })
  holderId?: string;

  @Text({ min: 1, max: 64, optional: true, description: 'Those that were minted with the token of this id.' })
  mintedWith?: string;
}

/** How far a revocation goes. */
export class RevokeTokenQuery {
  @Bool({
    optional: true,
    description: 'Also every token that was minted with it, and with those, whoever they speak for. For a token that was stolen.',
  })
  withMinted?: boolean;
}
