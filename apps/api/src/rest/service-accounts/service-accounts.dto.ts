import { Bool, Int, Nested, NestedList, Text, Timestamp } from '../fields.js';
import { PageQuery } from '../paging.js';

/** A new service account, which has no role yet. */
export class CreateServiceAccountDto {
  @Text({ min: 1, max: 254, description: 'a-z, 0-9 and . _ @ + -; does not change.' })
  name: string;

  @Text({ max: 4_000, optional: true })
  description?: string;

  @Text({
    min: 1,
    max: 64,
    optional: true,
    description: 'Id of the user whose acts its acts count as; you, if not given. Another: administrators only.',
  })
  ownerId?: string;
}

/** What to change of a service account; absent fields stay. */
export class UpdateServiceAccountDto {
  @Text({ max: 4_000, optional: true })
  description?: string;

  @Bool({ optional: true, description: 'Its tokens do not count while it is disabled. Administrators alone enable it again.' })
  disabled?: boolean;

  @Text({ min: 1, max: 64, optional: true, description: 'Another owner (administrators only); revokes its tokens.' })
  ownerId?: string;
}

/** The owner of a service account. */
export class ServiceAccountOwnerDto {
  @Text()
  id: string;

  @Text()
  name: string;
}

/** A service account. */
export class ServiceAccountDto {
  @Text()
  id: string;

  @Text()
  name: string;

  @Text()
  description: string;

  @Nested(() => ServiceAccountOwnerDto)
  owner: ServiceAccountOwnerDto;

  @Bool()
  disabled: boolean;

  @Int()
  revision: number;

  @Timestamp()
  createdAt: Date;
}

/** A page of service accounts. */
export class ServiceAccountPageDto {
  @NestedList(() => ServiceAccountDto)
  items: ServiceAccountDto[];

  @Text({ nullable: true })
  nextCursor: string | null;
}

/** Which service accounts. */
export class ServiceAccountListQuery extends PageQuery {
  @Text({ min: 1, max: 64, optional: true, description: 'Those of this user.' })
  ownerId?: string;
}
