import type { Provider } from '@nestjs/common';
import { CredentialStore } from '#application/ports/credential-store';
import { GroupStore } from '#application/ports/group-store';
import { IdentityStore } from '#application/ports/identity-store';
import { RoleBindingStore } from '#application/ports/role-binding-store';
import { ServiceAccountStore } from '#application/ports/service-account-store';
import { TokenMinter } from '#application/ports/token-minter';
import { TokenStore } from '#application/ports/token-store';
import { UserStore } from '#application/ports/user-store';
import { IdentityViews } from '#application/queries/identity-views';
import { PrismaCredentialStore } from './prisma-credential-store.js';
import { PrismaGroupStore } from './prisma-group-store.js';
import { PrismaIdentityStore } from './prisma-identity-store.js';
import { PrismaIdentityViews } from './prisma-identity-views.js';
import { PrismaRoleBindingStore } from './prisma-role-binding-store.js';
import { PrismaServiceAccountStore } from './prisma-service-account-store.js';
import { PrismaTokenStore } from './prisma-token-store.js';
import { PrismaUserStore } from './prisma-user-store.js';
import { RandomTokenMinter } from './random-token-minter.js';

/** Users, groups, service accounts, tokens and roles: stores, read model, and what authentication asks. */
export const identityProviders: Provider[] = [
  { provide: CredentialStore, useClass: PrismaCredentialStore },
  { provide: IdentityStore, useClass: PrismaIdentityStore },
  { provide: UserStore, useClass: PrismaUserStore },
  { provide: GroupStore, useClass: PrismaGroupStore },
  { provide: ServiceAccountStore, useClass: PrismaServiceAccountStore },
  { provide: TokenStore, useClass: PrismaTokenStore },
  { provide: RoleBindingStore, useClass: PrismaRoleBindingStore },
  { provide: TokenMinter, useClass: RandomTokenMinter },
  { provide: IdentityViews, useClass: PrismaIdentityViews },
];
