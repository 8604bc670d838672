import { Int, NestedList, Text, Timestamp } from '../fields.js';

/** A new group, without members and roles. */
export class CreateGroupDto {
  @Text({ min: 1, max: 254, description: 'a-z, 0-9 and . _ @ + -.' })
  name: string;

  @Text({ max: 4_000, optional: true })
  description?: string;
}

/** What to change of a group; absent fields stay. */
export class UpdateGroupDto {
  @Text({ min: 1, max: 254, optional: true })
  name?: string;

  @Text({ max: 4_000, optional: true })
  description?: string;
}

/** A group. */
export class GroupDto {
  @Text()
  id: string;

  @Text()
  name: string;

  @Text()
  description: string;

  @Int()
  revision: number;

  @Timestamp()
  createdAt: Date;
}

/** A page of groups. */
export class GroupPageDto {
  @NestedList(() => GroupDto)
  items: GroupDto[];

  @Text({ nullable: true })
  nextCursor: string | null;
}

/** A user in a group. */
export class GroupMemberDto {
  @Text({ description: "The user's id." })
  id: string;

  @Text()
  name: string;

  @Text()
  displayName: string;
}

/** A page of members. */
export class GroupMemberPageDto {
  @NestedList(() => GroupMemberDto)
  items: GroupMemberDto[];

  @Text({ nullable: true })
  nextCursor: string | null;
}
