import { createServer } from 'node:net';
import { expect, inject, it, onTestFinished } from 'vitest';
import { ConfigError } from '#platform/config/config-error';
import { startFaultProxy } from '#testing/cluster/fault-proxy';
import { migrate } from '../migrate/migrate.js';
import { migrationsFolder } from '../migrate/migrations-folder.js';
import { BOOT_ANSWER_MS, withBootConnection } from './boot-connection.js';

const PASSWORD = 'hunter2hunter2';

/** What a boot says to this address. */
async function said(change: (url: URL) => void): Promise<string> {
  const url = new URL(inject('slipwayTemplateDatabase').adminUrl);
  change(url);
  const error: unknown = await migrate(url.href, { migrationsDir: migrationsFolder() }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ConfigError);
  return error instanceof Error ? error.message : '';
}

const { host } = new URL(inject('slipwayTemplateDatabase').adminUrl);

it.each<[string, (url: URL) => void, RegExp | string]>([
  [
    'where nothing listens',
    (url) => Object.assign(url, { password: PASSWORD, port: '1' }),
    /:1, but no database listens there \(ECONNREFUSED\)/,
  ],
  [
    'for an unknown host',
    (url) => Object.assign(url, { password: PASSWORD, hostname: 'no-such-host.invalid' }),
    /leads to no-such-host\.invalid:\d+, but no host of that name is known/,
  ],
  [
    'for a wrong password',
    (url) => Object.assign(url, { password: PASSWORD }),
    /PostgreSQL refuses the user ".+" or its password \(28P01\)/,
  ],
  ['for an unknown database', (url) => Object.assign(url, { pathname: '/no-such' }), `${host}, but there is no database "no-such" (3D000)`],
])('names DATABASE_URL, host and port and what is wrong, never the password: %s', async (_, change, sentence) => {
  const message = await said(change);
  expect(message).toMatch(/^DATABASE_URL leads to /);
  expect(message).toMatch(sentence);
  expect(message).not.toContain(PASSWORD);
  expect(message).not.toContain('\n');
});

it('says something useful where what listens there hangs up', async () => {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = String(typeof address === 'object' && address !== null ? address.port : 0);
  const message = await said((url) => Object.assign(url, { hostname: '127.0.0.1', port, password: PASSWORD }));
  await new Promise((resolve) => server.close(resolve));
  expect(message).toMatch(new RegExp(`^DATABASE_URL leads to 127.0.0.1:${port}, but no connection comes about: .`));
});

it('says so, and ends, where the way is lost while something is asked', async () => {
  const url = new URL(inject('slipwayTemplateDatabase').adminUrl);
  const proxy = await startFaultProxy(Number(url.port));
  onTestFinished(() => proxy.close());
  url.port = String(proxy.port);
  const start = performance.now();
  const asked = withBootConnection(url.href, 'slipway-boot', (client) => {
    proxy.set('blackhole');
    return client.query('SELECT 1');
  });
  await expect(asked).rejects.toThrow(`DATABASE_URL leads to ${url.hostname}:${proxy.port}, but what answers there fell silent`);
  await expect(asked).rejects.toBeInstanceOf(ConfigError);
  expect(performance.now() - start).toBeLessThan(2 * BOOT_ANSWER_MS);
});
