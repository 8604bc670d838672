import type { SubjectType } from '#application/ports/identity-store';
import { Nested, NestedList, OneOf, Text, Timestamp } from '../fields.js';
import { PageQuery } from '../paging.js';
import { ROLE_NAMES } from './role-names.js';

const SUBJECT_TYPES = { user: 0, group: 0, service_account: 0 } as const satisfies Record<SubjectType, 0>;

/** Who has a role. */
export class SubjectDto {
  @OneOf(Object.keys(SUBJECT_TYPES))
  type: SubjectType;

  @Text({ min: 1, max: 64 })
  id: string;
}

/** Who has a role, by name. */
export class NamedSubjectDto extends SubjectDto {
  @Text()
  name: string;
}

/** A role to give. */
export class GrantRoleDto {
  @Nested(() => SubjectDto)
  subject: SubjectDto;

  @OneOf(ROLE_NAMES)
  role: string;

  @Text({ min: 1, max: 600, description: "'*', 'model:<name or glob>' or 'experiment:<name or glob>'." })
  pattern: string;
}

/** A role of somebody on a pattern. */
export class RoleBindingDto {
  @Text()
  id: string;

  @Nested(() => NamedSubjectDto)
  subject: NamedSubjectDto;

  @OneOf(ROLE_NAMES)
  role: string;

  @Text()
  pattern: string;

  @Timestamp()
  createdAt: Date;
}

/** A page of role bindings. */
export class RoleBindingPageDto {
  @NestedList(() => RoleBindingDto)
  items: RoleBindingDto[];

  @Text({ nullable: true })
  nextCursor: string | null;
}

/** Which role bindings. */
export class RoleBindingListQuery extends PageQuery {
  @Text({ min: 1, max: 64, optional: true, description: 'Those of this user, group or service account.' })
  subjectId?: string;

  @Text({ min: 1, max: 600, optional: true, description: 'Those on exactly this pattern.' })
  pattern?: string;
}
