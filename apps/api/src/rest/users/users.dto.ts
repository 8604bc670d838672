import { Bool, Int, NestedList, Text, Timestamp } from '../fields.js';
import { PageQuery } from '../paging.js';

/** A new user, who has no role yet. */
export class CreateUserDto {
  @Text({ min: 1, max: 254, description: 'a-z, 0-9 and . _ @ + -; does not change.' })
  name: string;

  @Text({ max: 400, optional: true })
  displayName?: string;

  @Text({ max: 254, optional: true, nullable: true })
  email?: string | null;
}

/** What to change of a user; absent fields stay. */
export class UpdateUserDto {
  @Text({ max: 400, optional: true })
  displayName?: string;

  @Text({ max: 254, optional: true, nullable: true })
  email?: string | null;

  @Bool({ optional: true, description: 'Tokens of a disabled user, and of the service accounts that the user owns, do not count.' })
  disabled?: boolean;
}

/** A user. */
export class UserDto {
  @Text()
  id: string;

  @Text()
  name: string;

  @Text()
  displayName: string;

  @Text({ nullable: true, description: 'Null where there is none, and where you may not see it.' })
  email: string | null;

  @Bool()
  disabled: boolean;

  @Int()
  revision: number;

  @Timestamp()
  createdAt: Date;
}

/** A page of users. */
export class UserPageDto {
  @NestedList(() => UserDto)
  items: UserDto[];

  @Text({ nullable: true })
  nextCursor: string | null;
}

/** Which users. */
export class UserListQuery extends PageQuery {
  @Text({ min: 1, max: 254, optional: true, description: 'The one of this name.' })
  name?: string;
}
