import { AddGroupMember } from '#application/add-group-member/add-group-member';
import { BootstrapAdministrator } from '#application/bootstrap-administrator/bootstrap-administrator';
import { CreateGroup } from '#application/create-group/create-group';
import { CreateServiceAccount } from '#application/create-service-account/create-service-account';
import { CreateUser } from '#application/create-user/create-user';
import { DeleteGroup } from '#application/delete-group/delete-group';
import { DeleteServiceAccount } from '#application/delete-service-account/delete-service-account';
import { DescribeMe } from '#application/describe-me/describe-me';
import { GrantRole } from '#application/grant-role/grant-role';
import { MintAdministratorToken } from '#application/mint-administrator-token/mint-administrator-token';
import { MintToken, type MintTokenCommand } from '#application/mint-token/mint-token';
import type { SubjectType } from '#application/ports/identity-store';
import { RemoveGroupMember } from '#application/remove-group-member/remove-group-member';
import { RevokeRole } from '#application/revoke-role/revoke-role';
import { RevokeToken } from '#application/revoke-token/revoke-token';
import { DEFAULT_WORKSPACE, type CommandContext } from '#application/shared/command-context';
import { IdentityChange } from '#application/shared/identity-change';
import { UpdateGroup } from '#application/update-group/update-group';
import { UpdateServiceAccount } from '#application/update-service-account/update-service-account';
import { UpdateUser } from '#application/update-user/update-user';
import type { Actor } from '#domain/access/actor';
import { Database } from '#persistence/core/database';
import { PrismaIdempotencyStore } from '#persistence/core/prisma-idempotency-store';
import { PrismaJournal } from '#persistence/core/prisma-journal';
import { PrismaUnitOfWork } from '#persistence/core/prisma-unit-of-work';
import { SignedCursorCodec } from '#persistence/core/signed-cursor-codec';
import { SystemClock } from '#persistence/core/system-clock';
import { UlidIds } from '#persistence/core/ulid-ids';
import { PrismaCredentialStore } from '#persistence/identity/prisma-credential-store';
import { PrismaGroupStore } from '#persistence/identity/prisma-group-store';
import { PrismaIdentityStore } from '#persistence/identity/prisma-identity-store';
import { PrismaIdentityViews } from '#persistence/identity/prisma-identity-views';
import { PrismaRoleBindingStore } from '#persistence/identity/prisma-role-binding-store';
import { PrismaServiceAccountStore } from '#persistence/identity/prisma-service-account-store';
import { PrismaTokenStore } from '#persistence/identity/prisma-token-store';
import { PrismaUserStore } from '#persistence/identity/prisma-user-store';
import { RandomTokenMinter } from '#persistence/identity/random-token-minter';
import { hashToken } from '#platform/crypto/tokens';
import { createTestDatabase } from '#testing/database/test-database';
import { contextOf } from '#testing/promotion/actors';

/** The identity use cases over the real adapters on a fresh database, with a first administrator; tests sign in with real tokens. */
export class IdentityWorld {
  readonly ids = new UlidIds();
  readonly views: PrismaIdentityViews;
  readonly credentials: PrismaCredentialStore;
  readonly bootstrap: BootstrapAdministrator;
  readonly createUser: CreateUser;
  readonly updateUser: UpdateUser;
  readonly createGroup: CreateGroup;
  readonly updateGroup: UpdateGroup;
  readonly deleteGroup: DeleteGroup;
  readonly addMember: AddGroupMember;
  readonly removeMember: RemoveGroupMember;
  readonly createAccount: CreateServiceAccount;
  readonly updateAccount: UpdateServiceAccount;
  readonly deleteAccount: DeleteServiceAccount;
  readonly mint: MintToken;
  readonly revokeToken: RevokeToken;
  readonly grant: GrantRole;
  readonly revokeRole: RevokeRole;
  readonly mintAdministratorToken: MintAdministratorToken;
  readonly describeMe: DescribeMe;

  private constructor(
    readonly database: Database,
    private readonly drop: () => Promise<void>,
  ) {
    const { ids } = this;
    const clock = new SystemClock();
    const journal = new PrismaJournal(database, ids);
    const identities = new PrismaIdentityStore(database);
    const change = new IdentityChange(new PrismaUnitOfWork(database), identities, new PrismaIdempotencyStore(database));
    const users = new PrismaUserStore(database);
    const groups = new PrismaGroupStore(database);
    const accounts = new PrismaServiceAccountStore(database);
    const tokens = new PrismaTokenStore(database);
    const bindings = new PrismaRoleBindingStore(database);
    const minter = new RandomTokenMinter();
    this.views = new PrismaIdentityViews(database, new SignedCursorCodec([new Uint8Array(32).fill(7)]));
    this.credentials = new PrismaCredentialStore(database);
    this.bootstrap = new BootstrapAdministrator(change, users, bindings, tokens, minter, journal, ids);
    this.createUser = new CreateUser(change, users, journal, ids);
    this.updateUser = new UpdateUser(change, users, journal, clock);
    this.createGroup = new CreateGroup(change, groups, journal, ids);
    this.updateGroup = new UpdateGroup(change, groups, journal);
    this.deleteGroup = new DeleteGroup(change, groups, bindings, journal);
    this.addMember = new AddGroupMember(change, groups, users, journal);
    this.removeMember = new RemoveGroupMember(change, groups, users, journal);
    this.createAccount = new CreateServiceAccount(change, accounts, users, journal, ids);
    this.updateAccount = new UpdateServiceAccount(change, accounts, users, tokens, journal, clock);
    this.deleteAccount = new DeleteServiceAccount(change, accounts, bindings, tokens, journal, clock);
    this.mint = new MintToken(change, identities, tokens, minter, journal, ids, clock);
    this.revokeToken = new RevokeToken(change, tokens, journal, clock);
    this.grant = new GrantRole(change, identities, bindings, journal, ids);
    this.revokeRole = new RevokeRole(change, identities, bindings, journal);
    this.mintAdministratorToken = new MintAdministratorToken(identities, this.mint);
    this.describeMe = new DescribeMe(this.views);
  }

  static async start(): Promise<IdentityWorld> {
    const made = await createTestDatabase();
    return new IdentityWorld(new Database({ url: made.url }), () => made.drop());
  }

  async stop(): Promise<void> {
    await this.database.close();
    await this.drop();
  }

  /** Who a token speaks for now, or null when it no longer counts. */
  async signIn(token: string): Promise<Actor | null> {
    return (await this.credentials.findByTokenHash(DEFAULT_WORKSPACE, hashToken(token)))?.actor ?? null;
  }

  /** The context of a command that comes with this token. */
  async as(token: string): Promise<CommandContext> {
    const actor = await this.signIn(token);
    if (actor === null) throw new Error('this token does not count');
    return contextOf(actor);
  }

  /** Makes the first administrator; answers its context. */
  async administrator(): Promise<CommandContext> {
    const made = await this.bootstrap.execute(DEFAULT_WORKSPACE, { chosenToken: undefined });
    if (made?.token === undefined || made.token === null) throw new Error('there was an administrator already');
    return this.as(made.token);
  }

  /** A user with one role, signed in with an own token that is not narrowed. */
  async user(by: CommandContext, name: string, role?: string, pattern = '*'): Promise<CommandContext> {
    const { id } = await this.createUser.execute(by, { name });
    if (role !== undefined) await this.give(by, 'user', id, role, pattern);
    return this.as(await this.token(by, { holder: { type: 'user', id } }));
  }

  /** A service account of the caller. */
  async account(by: CommandContext, name: string): Promise<string> {
    return (await this.createAccount.execute(by, { name })).id;
  }

  /** Grants a role; answers the binding's id. */
  async give(by: CommandContext, subjectType: SubjectType, subjectId: string, role: string, pattern: string): Promise<string> {
    return (await this.grant.execute(by, { subjectType, subjectId, role, pattern })).id;
  }

  /** Mints a token and answers its text. */
  async token(by: CommandContext, command: Partial<MintTokenCommand> = {}): Promise<string> {
    const { token } = await this.mint.execute(by, { name: 'test', credentialExpiresAt: null, ...command });
    if (token === null) throw new Error('a repeat shows no token');
    return token;
  }
}
