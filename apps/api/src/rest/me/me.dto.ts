import { Nested, NestedList, OneOf, Text, TextList, Timestamp } from '../fields.js';
import { ActorDto } from '../shared.dto.js';
import { ROLE_NAMES } from '../role-bindings/role-names.js';

/** A role after the token's narrowing. */
export class EffectiveBindingDto {
  @OneOf(ROLE_NAMES)
  role: string;

  @TextList({ description: 'The role holds where every one of these matches.' })
  patterns: string[];
}

/** The token of this request. */
export class MyTokenDto {
  @Text()
  id: string;

  @Text()
  name: string;

  @Text()
  prefix: string;

  @Timestamp({ nullable: true })
  expiresAt: Date | null;
}

/** Who the caller is and what it may. */
export class MeDto {
  @Nested(() => ActorDto)
  actor: ActorDto;

  @Text({ nullable: true, description: 'The user whose acts those of an automation count as.' })
  ownerId: string | null;

  @NestedList(() => EffectiveBindingDto)
  bindings: EffectiveBindingDto[];

  @Nested(() => MyTokenDto, { nullable: true })
  token: MyTokenDto | null;
}
