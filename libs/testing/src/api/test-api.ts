import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Dispatcher, request as sendRequest } from 'undici';
import type { ApiOptions } from '#api/app.module';
import { createApi } from '#api/create-api';
import type { Role } from '#domain/access/role';
import { Database } from '#persistence/core/database';
import { loadConfig } from '#platform/config/load-config';
import { generateToken } from '#platform/crypto/tokens';
import { newId } from '#platform/ids/id-generator';
import { SlipwayLogger } from '#platform/logging/slipway-logger';
import { createTestDatabase } from '../database/test-database.js';

type HttpMethod = Dispatcher.HttpMethod;

/** Changes to what `startTestApi` starts. */
export interface TestApiOverrides extends Partial<Omit<ApiOptions, 'config'>> {
  /** Environment variables beside those that a test needs. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What a request carries. */
export interface TestRequest {
  /** Instead of the administrator's; null for none. */
  readonly token?: string | null;
  /** Sent as JSON, unless it is a text or bytes: those go as they are (with `headers`' content type). */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer, read to its end. `T` is what the test expects the body to be; nothing checks it before the test's assertions do. */
export interface TestAnswer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body parsed as JSON; null where it is none. */
  readonly json: T;
}

/** A user with a token, as `signUp` made them. */
export interface TestUser {
  readonly id: string;
  readonly name: string;
  readonly token: string;
}

/** A running API over a database of its own. */
export interface TestApi {
  readonly url: string;
  readonly app: NestFastifyApplication;
  /** For rows that no route makes, and to look behind the answers. */
  readonly database: Database;
  readonly databaseUrl: string;
  readonly adminToken: string;
  /** Everything that was logged, one JSON object a line. */
  readonly log: () => string;
  request<T = unknown>(method: string, path: string, request?: TestRequest): Promise<TestAnswer<T>>;
  /** A new user with this role on this pattern (default: everything), and a token that expires or not. */
  signUp(role: Role, pattern?: string, expiresAt?: Date): Promise<TestUser>;
  /** Only the token of such a user. */
  tokenFor(role: Role, pattern?: string): Promise<string>;
  close(): Promise<void>;
}

/** Starts the real API on a free port of this machine over a fresh test database. Close it at the end of the test file. */
export async function startTestApi(overrides: TestApiOverrides = {}): Promise<TestApi> {
  const { env = {}, ...rest } = overrides;
  const created = rest.databaseUrl === undefined ? await createTestDatabase() : undefined;
  const databaseUrl = rest.databaseUrl ?? created?.url ?? '';
  const home = await mkdtemp(join(tmpdir(), 'slipway-api-'));
  const config = loadConfig({ SLIPWAY_HOME: home, PORT: '0', LOG_LEVEL: 'info', ...env }, 'server');
  let logged = '';
  const logger = SlipwayLogger.create(config.logging, { write: (line) => void (logged += line) });
  const app = await createApi({ ...rest, config, databaseUrl }, logger);
  await app.listen(0, '127.0.0.1');
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  const database = new Database({ url: databaseUrl, poolSize: 2 });
  const signUp = (role: Role, pattern = '*', expiresAt?: Date): Promise<TestUser> => insertUser(database, role, pattern, expiresAt);
  const { token: adminToken } = await signUp('admin');
  return {
    url,
    app,
    database,
    databaseUrl,
    adminToken,
    log: () => logged,
    request: (method, path, request = {}) => send(url + path, method, { token: adminToken, ...request }),
    signUp,
    tokenFor: async (role, pattern) => (await signUp(role, pattern)).token,
    close: async () => {
      await app.close();
      await database.close();
      await created?.drop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function insertUser(database: Database, role: Role, pattern: string, expiresAt: Date | undefined): Promise<TestUser> {
  const id = newId('usr');
  const name = `${role}-${id.slice(-8).toLowerCase()}`;
  const { token, prefix, hash } = generateToken();
  const now = new Date();
  const common = { workspace: 'default', createdAt: now };
  await database.client.user.create({ data: { ...common, id, name } });
  await database.client.roleBinding.create({
    data: { ...common, id: newId('rol'), subjectType: 'user', subjectId: id, role, pattern, creatorId: id },
  });
  await database.client.apiToken.create({
    data: {
      ...common,
      id: newId('tok'),
      name: 'test',
      prefix,
      hash,
      holderType: 'user',
      holderId: id,
      creatorId: id,
      ...(expiresAt === undefined ? {} : { expiresAt }),
    },
  });
  return { id, name, token };
}

async function send<T>(url: string, method: string, { token, body, headers = {} }: TestRequest): Promise<TestAnswer<T>> {
  const raw = typeof body === 'string' || body instanceof Uint8Array;
  // Not fetch, which takes several times the processor time of a request.
  const answer = await sendRequest(url, {
    method: method as HttpMethod,
    headers: {
      ...(token === null || token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined || raw ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
  });
  const text = await answer.body.text();
  return { status: answer.statusCode, headers: headersOf(answer.headers), text, json: jsonOf(text) };
}

function headersOf(fields: Readonly<Record<string, string | string[] | undefined>>): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(fields)) for (const value of [values ?? []].flat()) headers.append(name, value);
  return headers;
}

function jsonOf<T>(text: string): T {
  try {
    return JSON.parse(text);
  } catch {
    return JSON.parse('null');
  }
}
