import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ConfigError } from './config-error.js';
import { loadConfig, loadKeysConfig, loadDatabaseConfig } from './load-config.js';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'slipway-config-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function problemsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    loadConfig({ SLIPWAY_HOME: home, ...env }, 'server');
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

it('starts from nothing: embedded database and queue, loopback, keys made once', () => {
  const first = loadConfig({ SLIPWAY_HOME: home }, 'server');
  const second = loadConfig({ SLIPWAY_HOME: home, DATABASE_URL: ' ' }, 'worker');
  expect(first).toMatchObject({
    home,
    http: { host: '127.0.0.1', port: 5000, loopbackOnly: true },
    database: { kind: 'embedded' },
    queue: { kind: 'postgres' },
    artifacts: { kind: 'file', path: join(home, 'artifacts') },
    identity: { adminToken: undefined, anonymousRole: undefined },
    logging: { level: 'info' },
  });
  expect(second.http.port).toBe(5001);
  expect(first.secrets.encryption.keys.get(first.secrets.encryption.current)).toHaveLength(32);
  expect(second.secrets.encryption).toEqual(first.secrets.encryption);
  expect(second.secrets.auditKeys[0].equals(first.secrets.auditKeys[0])).toBe(true);
});

it('says of each key whether it is of a file, and of which that file was missing', () => {
  const [ring, audit] = ['encryption-keys', 'audit-key.pem'].map((name) => join(home, name));
  const files = (env: NodeJS.ProcessEnv = {}): unknown => loadConfig({ SLIPWAY_HOME: home, ...env }, 'server').secrets;
  expect(files()).toMatchObject({ encryptionKeyFile: ring, auditKeyFile: audit, madeKeyFiles: [ring, audit] });
  expect(files()).toMatchObject({ encryptionKeyFile: ring, auditKeyFile: audit, madeKeyFiles: [] });
  const given = files({ SLIPWAY_ENCRYPTION_KEYS: `k9:${Buffer.alloc(32, 9).toString('base64')}` });
  expect(given).not.toHaveProperty('encryptionKeyFile');
  writeFileSync(ring ?? '', 'not a ring');
  expect(() => files()).toThrow(new RegExp(`^${ring?.replaceAll('\\', '\\\\')} holds something else \\(not shown`));
});

it.skipIf(process.platform === 'win32')('keeps generated keys from everybody else', () => {
  loadConfig({ SLIPWAY_HOME: home }, 'server');
  const modes = readdirSync(home).map((file) => statSync(join(home, file)).mode & 0o777);
  expect(modes).toEqual([0o600, 0o600]);
});

it('needs both keys with a database of its own, and says how to make them', () => {
  const problems = problemsOf({ DATABASE_URL: 'postgresql://u:p@db/slipway' });
  expect(problems).toHaveLength(2);
  expect(problems[0]).toMatch(/^SLIPWAY_ENCRYPTION_KEYS is not set; it must hold .*openssl rand/);
  expect(problems[1]).toMatch(/^SLIPWAY_AUDIT_KEY is not set/);
  expect(readdirSync(home)).toEqual([]);
});

it('takes the audit key as PEM, PEM with written line ends, base64 of PEM and base64 of DER', () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const der = privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64');
  for (const form of [pem, pem.replaceAll('\n', '\\n'), Buffer.from(pem).toString('base64'), der]) {
    const { secrets } = loadConfig({ SLIPWAY_HOME: home, SLIPWAY_AUDIT_KEY: form }, 'server');
    expect(secrets.auditKeys).toHaveLength(1);
    expect(secrets.auditKeys[0].equals(privateKey)).toBe(true);
  }
});

it('takes several audit keys while they are changed, and none twice', () => {
  const pems = [1, 2].map(() => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  const encoded = pems.map((pem) => Buffer.from(pem).toString('base64'));
  const [one = '', two = ''] = pems;
  for (const form of [
    pems.join(''),
    pems.join(',').replaceAll('\n', '\\n'),
    encoded.join(', '),
    Buffer.from(pems.join('')).toString('base64'),
  ]) {
    const { secrets } = loadConfig({ SLIPWAY_HOME: home, SLIPWAY_AUDIT_KEY: form }, 'server');
    expect(secrets.auditKeys.map((key) => key.export({ type: 'pkcs8', format: 'pem' }).toString())).toEqual(pems);
  }
  for (const wrong of [`${one},${one}`, `${one},x`, `${one}x${two}`, `${one},`]) {
    expect(problemsOf({ SLIPWAY_AUDIT_KEY: wrong })).toEqual([expect.stringMatching(/^SLIPWAY_AUDIT_KEY holds something else/)]);
  }
});

it('makes no keys for a tool that works with those of a service: in a wrong folder it says so', () => {
  expect(() => loadKeysConfig({ SLIPWAY_HOME: home })).toThrow(/There are no keys in .*: set SLIPWAY_HOME to the folder of the service/);
  expect(readdirSync(home)).toEqual([]);
  const { secrets } = loadConfig({ SLIPWAY_HOME: home }, 'server');
  const found = loadKeysConfig({ SLIPWAY_HOME: home }).secrets;
  expect([found.auditKeys[0].equals(secrets.auditKeys[0]), found.auditKeyFile]).toEqual([true, join(home, 'audit-key.pem')]);
});

it('reads a ring of keys whose first is the current one', () => {
  const ring = `new:${randomBytes(32).toString('base64')},old:${randomBytes(32).toString('base64')}`;
  const { encryption } = loadConfig({ SLIPWAY_HOME: home, SLIPWAY_ENCRYPTION_KEYS: ring }, 'server').secrets;
  expect(encryption.current).toBe('new');
  expect([...encryption.keys.keys()]).toEqual(['new', 'old']);
});

const key = randomBytes(32).toString('base64');
it.each([
  ['PORT', 'abc', 'PORT holds "abc", but may hold only a whole number from 0 to 65535.'],
  ['PORT', '65536', 'PORT holds "65536"'],
  ['HOST', 'http://x', 'HOST holds "http://x"'],
  ['LOG_LEVEL', 'loud', 'LOG_LEVEL holds "loud", but may hold only fatal, error'],
  ['REDIS_URL', 'localhost:6379', 'REDIS_URL holds something else (not shown'],
  ['DATABASE_URL', 'mysql://u:p@h/d', 'DATABASE_URL holds something else (not shown'],
  ['SLIPWAY_ARTIFACT_ROOT', 's3://Bucket_/x', 'a bucket written as s3://bucket/prefix'],
  ['AWS_ENDPOINT_URL_S3', 'minio:9000', 'the address of the S3-compatible store'],
  ['SLIPWAY_ARTIFACT_ROOT', '/data', 'written as file:/absolute/path'],
  ['SLIPWAY_ENCRYPTION_KEYS', `a:${key},a:${key}`, 'SLIPWAY_ENCRYPTION_KEYS holds something else'],
  ['SLIPWAY_ENCRYPTION_KEYS', 'a:short', 'SLIPWAY_ENCRYPTION_KEYS holds something else'],
  ['SLIPWAY_AUDIT_KEY', 'nonsense', 'SLIPWAY_AUDIT_KEY holds something else'],
  ['SLIPWAY_ADMIN_TOKEN', 'short', 'SLIPWAY_ADMIN_TOKEN holds something else'],
  ['SLIPWAY_ANONYMOUS_ROLE', 'root', 'none, reader, editor, staging-manager'],
  ['SLIPWAY_PUBLIC_URL', 'https://u:p@x', 'SLIPWAY_PUBLIC_URL holds'],
  ['SLIPWAY_ALLOWED_HOSTS', 'https://x', 'host names without scheme or port'],
  ['SLIPWAY_TRUSTED_PROXIES', 'proxy.internal', 'IP addresses, CIDR ranges'],
  ['SLIPWAY_OUTBOUND_ALLOW', '10.0.0.0/8:0', 'CIDR ranges'],
  ['SLIPWAY_OUTBOUND_ALLOW', '10.0.0.0/33', 'CIDR ranges'],
  ['HTTPS_PROXY', 'proxy:3128', 'HTTPS_PROXY holds something else'],
])('refuses %s=%s in one sentence', (name, value, expected) => {
  const problems = problemsOf({ [name]: value });
  expect(problems.filter((problem) => problem.startsWith(name))).toHaveLength(1);
  expect(problems.join('\n')).toContain(expected);
});

it('tells all problems at once and shows no secret', () => {
  const problems = problemsOf({ PORT: '-1', SLIPWAY_ADMIN_TOKEN: 'hunter2', REDIS_URL: 'http://hunter2@x' });
  expect(problems).toHaveLength(3);
  expect(problems.join('\n')).not.toContain('hunter2');
});

it('gives strangers at most editor where others can connect', () => {
  expect(problemsOf({ HOST: '0.0.0.0', SLIPWAY_ANONYMOUS_ROLE: 'admin' })).toEqual([
    expect.stringContaining('while listening on loopback'),
  ]);
  expect(loadConfig({ SLIPWAY_HOME: home, HOST: '0.0.0.0', SLIPWAY_ANONYMOUS_ROLE: 'editor' }, 'api').identity.anonymousRole).toBe(
    'editor',
  );
  expect(loadConfig({ SLIPWAY_HOME: home, SLIPWAY_ANONYMOUS_ROLE: 'admin' }, 'api').identity.anonymousRole).toBe('admin');
});

it('reads outbound rules with and without ports, in both address families', () => {
  const { outbound } = loadConfig(
    {
      SLIPWAY_HOME: home,
      HOST: '0.0.0.0',
      SLIPWAY_OUTBOUND_ALLOW: '10.0.0.0/8, 192.168.1.2:8443,[fd00::/8]:80-90,fd01::1',
      no_proxy: 'a,b',
    },
    'server',
  );
  expect(outbound.allow).toEqual([
    { cidr: '10.0.0.0/8', ports: { from: 1, to: 65_535 } },
    { cidr: '192.168.1.2/32', ports: { from: 8443, to: 8443 } },
    { cidr: 'fd00::/8', ports: { from: 80, to: 90 } },
    { cidr: 'fd01::1/128', ports: { from: 1, to: 65_535 } },
  ]);
  expect(outbound.noProxy).toEqual(['a', 'b']);
});

it('allows loopback only for a first try on a laptop', () => {
  const rules = (env: NodeJS.ProcessEnv): string[] =>
    loadConfig({ SLIPWAY_HOME: home, ...env }, 'server').outbound.allow.map((rule) => rule.cidr);
  expect(rules({})).toEqual(['127.0.0.0/8', '::1/128']);
  expect(rules({ HOST: '0.0.0.0' })).toEqual([]);
  expect(rules({ SLIPWAY_PUBLIC_URL: 'https://slipway.example.com' })).toEqual([]);
});

it('lets a tool reach the database without the keys', () => {
  expect(loadDatabaseConfig({ DATABASE_URL: 'postgres://u:p@db/x' }).database).toEqual({ kind: 'external', url: 'postgres://u:p@db/x' });
});

it("takes a bucket with its prefix, and another store than Amazon's", () => {
  const keys = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret', AWS_REGION: 'eu-central-1' };
  const env = { SLIPWAY_ARTIFACT_ROOT: 's3://models/team/a/', AWS_ENDPOINT_URL_S3: 'https://minio.example.com:9000', ...keys };
  const place = { kind: 's3', bucket: 'models', prefix: 'team/a', region: 'eu-central-1', endpoint: 'https://minio.example.com:9000' };
  const credentials = { accessKeyId: 'id', secretAccessKey: 'secret' };
  expect(loadConfig({ SLIPWAY_HOME: home, ...env }, 'server').artifacts).toEqual({ ...place, credentials });
  expect(loadConfig({ SLIPWAY_HOME: home, SLIPWAY_ARTIFACT_ROOT: 's3://models' }, 'server').artifacts).toMatchObject({
    bucket: 'models',
    prefix: '',
  });
});
