import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import pg from 'pg';
import { beforeAll, beforeEach, expect, inject, it, onTestFinished } from 'vitest';
import { cloneDatabase } from '#testing/database/test-cluster';
import { createTestDatabase } from '#testing/database/test-database';
import { DiskBlobStore } from '../blobs/disk-blob-store.js';
import { migrationsFolder } from '../migrate/migrations-folder.js';
import { checkBackup, framesOf, type Frame } from './backup-reader.js';
import { BackupWriter } from './backup-writer.js';
import { restoreBackup, type RestoreOptions } from './restore-backup.js';
import { refuseUnfinishedRestore } from './unfinished-restore.js';
import { writeBackup } from './write-backup.js';

const FILES = { 'whole.bin': 'whole '.repeat(500_000), 'empty.bin': '', 'gone.bin': 'gone' };

let folder: string;
let source: string;
let blobs: DiskBlobStore;
let file: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'slipway-backup-'));
  chmodSync(folder, 0o700);
  const database = await createTestDatabase();
  source = database.url;
  blobs = new DiskBlobStore(join(folder, 'artifacts'));
  await fill();
  file = join(folder, 'good.backup');
  await writeBackup({ databaseUrl: source, file, release: '9.9.9', blobs, onUnreadable: () => undefined });
  return async () => {
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  };
});

let target: string;
beforeEach(async (context) => {
  const database = await cloneDatabase({ adminUrl: inject('slipwayTemplateDatabase').adminUrl, template: 'template0' });
  target = database.url;
  context.onTestFinished(() => database.drop());
});

async function query(url: string, sql: string, values: unknown[] = []): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text: sql, values, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

/** A model with one version, whose text holds everything that COPY has to escape, and three files, of which one is lost on disk. */
async function fill(): Promise<void> {
  const odd = 'tab\t, line\n, \\N, \\., "quotes", ünïcode 🚢';
  await query(
    source,
    `INSERT INTO registered_model (id, workspace, name, description, owner_type, owner_id, owner_name, last_change_at, created_at, updated_at)
     VALUES ('mdl_1', 'default', 'm', $1, 'user', 'u', 'u', now(), now(), now())`,
    [odd],
  );
  await query(
    source,
    `INSERT INTO model_version (id, workspace, model_id, version, status, integrity, source, creator_type, creator_id, creator_name, created_at, updated_at)
     VALUES ('ver_1', 'default', 'mdl_1', 1, 'PENDING_REGISTRATION', 'verified', 's3://b/m', 'user', 'u', 'u', now(), now())`,
  );
  for (const [path, text] of Object.entries(FILES)) {
    const id = `blb_${path.replace('.', '')}`;
    const key = { workspace: 'default', id };
    const { size, sha256, chunks } = await blobs.write(key, bytesOf(text));
    await blobs.settle(key);
    await query(source, `INSERT INTO blob (id, workspace, size, sha256, chunks, created_at) VALUES ($1, 'default', $2, $3, $4, now())`, [
      ...[id, size, sha256, chunks],
    ]);
    await query(
      source,
      `INSERT INTO version_artifact (workspace, version_id, path, folded_path, path_key, blob_id, created_at) VALUES ('default', 'ver_1', $1, $1, $1, $2, now())`,
      [path, id],
    );
    if (path === 'gone.bin') await blobs.delete(key);
  }
  await query(source, `UPDATE model_version SET status = 'READY' WHERE id = 'ver_1'`);
  await query(
    source,
    `INSERT INTO webhook_endpoint (id, workspace, url, api_version, state, secret, owner_type, owner_id, owner_name, retry_behind, created_at, updated_at)
     VALUES ('whk_1', 'default', 'https://example.com', '1', 'active', 'v1.k1.x', 'user', 'u', 'u', 7, now(), now())`,
  );
  await query(
    source,
    `INSERT INTO redelivery (id, workspace, endpoint_id, states, until, requested_at, after_at, after_id)
     VALUES ('rdl_1', 'default', 'whk_1', '{dead}', now(), now(), now(), '')`,
  );
  await query(source, `SELECT setval('event_ordinal_seq', 4711)`);
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array, void, undefined> {
  await Promise.resolve();
  yield Buffer.from(text);
}

function restore(more: Partial<RestoreOptions> = {}): ReturnType<typeof restoreBackup> {
  const own = mkdtempSync(join(tmpdir(), 'slipway-restored-'));
  onTestFinished(() => rmSync(own, { recursive: true, force: true }));
  const options = {
    databaseUrl: target,
    file,
    migrationsDir: migrationsFolder(),
    blobs: new DiskBlobStore(own),
    force: false,
    pauseEffects: false,
  };
  return restoreBackup({ ...options, ...more });
}

const all = async (url: string): Promise<unknown> =>
  Promise.all(
    [
      'registered_model',
      'model_version',
      'blob',
      'version_artifact',
      'webhook_endpoint',
      'redelivery',
      'stage_definition',
      'instance_fact',
    ].map((table) => query(url, `SELECT to_jsonb(t)::text FROM ${table} t ORDER BY 1`)),
  );
const isEmpty = async (): Promise<boolean> =>
  (await query(target, `SELECT count(*) = 0 FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`))[0]?.[0] === true;

it('brings back every row as it was, what has bytes with its bytes, and names what has not', async () => {
  const store = new DiskBlobStore(join(folder, 'restored'));
  const restored = await restore({ blobs: store });
  expect(await all(target)).toEqual(await all(source));
  expect(restored.end.unreadable).toBe(1);
  expect(restored.missing).toMatchObject({ count: 1, first: [{ id: 'blb_gonebin', size: 4, usedBy: 'm version 1: gone.bin' }] });
  expect((await store.digest({ workspace: 'default', id: 'blb_wholebin' })).size).toBe(FILES['whole.bin'].length);
  expect((await store.digest({ workspace: 'default', id: 'blb_emptybin' })).size).toBe(0);
  expect(restored.auditFault).toBeNull();
  // Triggers and foreign keys are back, and sequences go on after what they gave.
  await expect(query(target, `DELETE FROM model_version`)).rejects.toThrow(/violates|not|kept|delete/i);
  await expect(query(target, `INSERT INTO model_tag SELECT 'default', 'nowhere', 'k', 'v'`)).rejects.toThrow();
  expect(await query(target, `SELECT nextval('event_ordinal_seq') > 4711`)).toEqual([[true]]);
  await refuseUnfinishedRestore(target);
});

it('pauses what a copy would do to the world', async () => {
  await restore({ pauseEffects: true });
  expect(await query(target, 'SELECT state, retry_behind FROM webhook_endpoint')).toEqual([['paused', null]]);
  expect(await query(target, 'SELECT count(*)::int FROM redelivery')).toEqual([[0]]);
});

it('is private, leaves nothing beside itself, and writes over no file', async () => {
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder).filter((name) => name.startsWith('good.backup'))).toEqual(['good.backup']);
  await expect(writeBackup({ databaseUrl: source, file, release: '1' })).rejects.toThrow(/good\.backup is there already/);
  const empty = join(folder, 'empty.backup');
  await expect(writeBackup({ databaseUrl: target, file: empty, release: '1' })).rejects.toThrow(/no registry in this database/);
  expect(existsSync(empty) || existsSync(`${empty}.part`)).toBe(false);
});

it.skipIf(process.platform === 'win32')('is private where somebody has put another file or a link under its first name', async () => {
  const elsewhere = join(folder, 'elsewhere');
  for (const put of [(path: string) => writeFileSync(path, '', { mode: 0o666 }), (path: string) => symlinkSync(elsewhere, path)]) {
    const path = join(folder, 'first-name.backup');
    rmSync(path, { force: true });
    put(`${path}.part`);
    await writeBackup({ databaseUrl: source, file: path, release: '1' });
    expect([statSync(path).mode & 0o777, lstatSync(path).isSymbolicLink(), existsSync(elsewhere)]).toEqual([0o600, false, false]);
  }
});

/** A backup with other frames, as somebody would make it who has our code: every digest in it fits. */
async function forged(change: (frame: Frame) => Frame): Promise<string> {
  const path = join(folder, 'forged.backup');
  rmSync(path, { force: true });
  const writer = await BackupWriter.create(path);
  for await (const frame of framesOf(file)) {
    const { line, content } = change(frame);
    await writer.plain(line, content);
  }
  await writer.finish();
  return path;
}

it('takes no name in a file for a path', async () => {
  const outside = join(folder, 'outside');
  const path = await forged(({ line, content }) => ({ line: line.id === undefined ? line : { ...line, id: '../../../outside' }, content }));
  await expect(restore({ file: path })).rejects.toThrow(/only letters, digits/);
  expect(existsSync(outside)).toBe(false);
});

it('expands no frame beyond what is ever written', async () => {
  const bomb = gzipSync(Buffer.alloc(300 * 1024 * 1024));
  const path = await forged(({ line, content }) => ({ line, content: line.kind === 'rows' ? bomb : content }));
  await expect(checkBackup(path)).rejects.toThrow(/changed since it was written/);
});

it.each<[string, RegExp, (bytes: Buffer) => Buffer]>([
  ['cut off', /cut off/, (bytes) => bytes.subarray(0, bytes.length - 1)],
  ['cut off in the middle', /cut off/, (bytes) => bytes.subarray(0, bytes.length / 2)],
  ['empty', /not a backup of Slipway/, () => Buffer.alloc(0)],
  ['something else', /not a backup of Slipway/, () => Buffer.from('PK\u0003\u0004 and so on and so on')],
  ['longer', /changed since it was written/, (bytes) => Buffer.concat([bytes, Buffer.from('x')])],
])('refuses a file that is %s before it touches anything', async (_, sentence, change) => {
  const broken = join(folder, 'broken.backup');
  writeFileSync(broken, change(readFileSync(file)));
  await expect(restore({ file: broken })).rejects.toThrow(sentence);
  expect(await isEmpty()).toBe(true);
});

it('finds a changed byte wherever it is', async () => {
  const good = readFileSync(file);
  const broken = join(folder, 'changed.backup');
  for (let place = 20; place < good.length; place += Math.ceil(good.length / 40)) {
    const bytes = Buffer.from(good);
    bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
    writeFileSync(broken, bytes);
    await expect(checkBackup(broken), `byte ${place}`).rejects.toThrow(/changed since|cut off|not a backup/);
  }
});

it('refuses a file that is not there, of a newer format, or of a newer release', async () => {
  await expect(restore({ file: join(folder, 'nowhere') })).rejects.toThrow(/nowhere cannot be read: there is no such file/);
  const rewritten = async (change: object): Promise<string> => {
    const path = join(mkdtempSync(join(folder, 'rewritten-')), 'x.backup');
    const writer = await BackupWriter.create(path);
    const { header, end } = await checkBackup(file);
    await writer.compressed({ kind: 'header' }, Buffer.from(JSON.stringify({ ...header, ...change })));
    for await (const { line, content } of framesOf(file)) if (line.kind === 'rows') await writer.plain(line, content);
    await writer.compressed({ kind: 'end' }, Buffer.from(JSON.stringify(end)));
    await writer.finish();
    return path;
  };
  await expect(restore({ file: await rewritten({ format: 2 }) })).rejects.toThrow(/written by Slipway 9\.9\.9 in format 2/);
  await expect(restore({ file: await rewritten({ migrations: ['20990101000000_later'] }) })).rejects.toThrow(
    /made by a newer release \(9\.9\.9, with the migration 20990101000000_later\)/,
  );
  expect(await isEmpty()).toBe(true);
});

it('refuses a database that holds anything or serves somebody, and replaces it where it is told to', async () => {
  await query(target, 'CREATE TABLE mine (id int)');
  await expect(restore()).rejects.toThrow(/not empty \(1 tables, such as mine\).*--force/);
  const service = new pg.Client({ connectionString: target, application_name: 'slipway-listen' });
  await service.connect();
  await expect(restore({ force: true })).rejects.toThrow(/A service uses this database \(slipway-listen, pid \d+\): stop it/);
  await service.end();
  await restore({ force: true });
  expect(await query(target, `SELECT to_regclass('mine') IS NULL`)).toEqual([[true]]);
});

it('leaves no database on which a service would start where it is stopped halfway, and goes through when it is run again', async () => {
  const dying = new DiskBlobStore(join(folder, 'dying'));
  Object.assign(dying, { write: () => Promise.reject(new Error('the process died here')) });
  await expect(restore({ blobs: dying })).rejects.toThrow('the process died here');
  await expect(refuseUnfinishedRestore(target)).rejects.toThrow(/A restore into this database has not ended: run it again/);
  await expect(writeBackup({ databaseUrl: target, file: join(folder, 'half.backup'), release: '1' })).rejects.toThrow(/not ended/);
  await restore();
  await refuseUnfinishedRestore(target);
  expect(await all(target)).toEqual(await all(source));
});
