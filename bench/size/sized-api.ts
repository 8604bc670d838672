import { createReadStream, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'undici';
import { createApi } from '#api/create-api';
import { CursorCodec } from '#application/ports/cursor-codec';
import type { Role } from '#domain/access/role';
import { migrate } from '#persistence/migrate/migrate';
import { migrationsFolder } from '#persistence/migrate/migrations-folder';
import { loadConfig } from '#platform/config/load-config';
import { generateToken } from '#platform/crypto/tokens';
import { newId } from '#platform/ids/id-generator';
import { SlipwayLogger } from '#platform/logging/slipway-logger';
import pg from 'pg';
import type { DatabaseSize } from './database-size.js';
import { startCluster } from './sized-cluster.js';

/** Who asks: an administrator, somebody who reads one model in fifty, somebody who reads one model, a manager of one in fifty. */
export type Asker = 'admin' | 'team reader' | 'one-model reader' | 'suffix reader' | 'team manager';

const ROLES: Readonly<Record<Asker, readonly [Role, string]>> = {
  admin: ['admin', '*'],
  'team reader': ['reader', 'model:team07-*'],
  'one-model reader': ['reader', 'model:team07-model-000057'],
  'suffix reader': ['reader', 'model:*-000057'],
  'team manager': ['manager', 'model:team07-*'],
};

/** An answer as it was measured. */
export interface Answer {
  readonly ms: number;
  readonly status: number;
  readonly text: string;
}

/** The API on a made database, in this process. */
export interface SizedApi {
  /** Of the database. */
  readonly url: string;
  readonly size: DatabaseSize;
  readonly pool: pg.Pool;
  get(path: string, asker?: Asker): Promise<Answer>;
  /** Sends bytes or JSON. @throws Error unless the answer is a success. */
  send(method: string, path: string, body: unknown): Promise<unknown>;
  /** Milliseconds until the first event of a stream. */
  firstEvent(path: string): Promise<Answer>;
  stop(): Promise<void>;
}

/** A cursor that stands at the given position of any list: `startSizedApi` makes its API understand these, which no client can sign. */
export function cursorAt(...key: readonly (string | number)[]): string {
  return `at.${Buffer.from(JSON.stringify(key)).toString('base64url')}`;
}

/** Reads the files of a server once, so that what is measured is not the disk. */
async function warm(folder: string): Promise<void> {
  const base = join(folder, 'postgres', 'data', 'base');
  for (const entry of readdirSync(base, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    for await (const _chunk of createReadStream(join(entry.parentPath, entry.name), { highWaterMark: 4_194_304 }));
  }
}

/** Starts the server of a made folder, brings it to the newest migration, and starts the API on it. */
export async function startSizedApi(folder: string, size: DatabaseSize): Promise<SizedApi> {
  const cluster = await startCluster(folder);
  await warm(folder);
  const home = mkdtempSync(join(tmpdir(), 'slipway-size-home-'));
  const { applied } = await migrate(cluster.url, { migrationsDir: migrationsFolder() });
  const pool = new pg.Pool({ connectionString: cluster.url, max: 4 });
  pool.on('error', () => undefined);
  if (applied.length > 0) await pool.query('VACUUM ANALYZE');
  const config = loadConfig({ SLIPWAY_HOME: home, PORT: '0', LOG_LEVEL: 'error' }, 'server');
  const app = await createApi({ config, databaseUrl: cluster.url }, SlipwayLogger.create(config.logging));
  await app.listen(0, '127.0.0.1');
  understandAnyPosition(app.get(CursorCodec, { strict: false }));
  const http = new Pool((await app.getUrl()).replace('[::1]', '127.0.0.1'), { connections: 8, pipelining: 1 });
  const tokens = new Map<Asker, string>();
  for (const asker of Object.keys(ROLES) as Asker[]) tokens.set(asker, await signUp(pool, ...ROLES[asker]));
  const headers = (asker: Asker) => ({ authorization: `Bearer ${tokens.get(asker) ?? ''}` });
  return {
    url: cluster.url,
    size,
    pool,
    get: async (path, asker = 'admin') => {
      const start = performance.now();
      const { statusCode, body } = await http.request({ method: 'GET', path, headers: headers(asker) });
      const text = await body.text();
      return { ms: performance.now() - start, status: statusCode, text };
    },
    send: async (method, path, body) => {
      const bytes = body instanceof Uint8Array;
      const type = bytes ? 'application/octet-stream' : 'application/json';
      const answer = await http.request({
        method: method as 'POST',
        path,
        headers: { ...headers('admin'), 'content-type': type },
        body: bytes ? body : JSON.stringify(body),
      });
      const text = await answer.body.text();
      if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${text}`);
      return text === '' ? null : JSON.parse(text);
    },
    firstEvent: async (path) => {
      const start = performance.now();
      const { statusCode, body } = await http.request({ method: 'GET', path, headers: headers('admin') });
      let text = '';
      for await (const chunk of body) {
        text += String(chunk);
        if (statusCode !== 200 || text.includes('data:')) break;
      }
      const ms = performance.now() - start;
      body.destroy();
      return { ms, status: statusCode, text };
    },
    stop: async () => {
      await http.destroy();
      await app.close();
      await pool.end();
      await cluster.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function understandAnyPosition(codec: CursorCodec): void {
  const decode = codec.decode.bind(codec);
  codec.decode = (scope, cursor) =>
    cursor.startsWith('at.') ? JSON.parse(Buffer.from(cursor.slice(3), 'base64url').toString()) : decode(scope, cursor);
}

async function signUp(pool: pg.Pool, role: Role, pattern: string): Promise<string> {
  const user = newId('usr');
  const { token, prefix, hash } = generateToken();
  await pool.query(`INSERT INTO user_account (id, workspace, name, created_at) VALUES ($1, 'default', $2, now() - interval '500 days')`, [
    user,
    `zz-${user}`,
  ]);
  await pool.query(
    `INSERT INTO role_binding (id, workspace, subject_type, subject_id, role, pattern, creator_id, created_at)
       VALUES ($1, 'default', 'user', $2, $3, $4, $2, now() - interval '500 days')`,
    [newId('rol'), user, role, pattern],
  );
  await pool.query(
    `INSERT INTO api_token (id, workspace, name, prefix, hash, holder_type, holder_id, creator_id, created_at)
       VALUES ($1, 'default', 'bench', $2, $3, 'user', $4, $4, now() - interval '500 days')`,
    [newId('tok'), prefix, hash, user],
  );
  return token;
}
