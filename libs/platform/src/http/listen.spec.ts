import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { ConfigError } from '../config/config-error.js';
import { tryPort } from './listen.js';

const command = 'npm start';

it.each([
  ['a name that nobody knows', 'no-such-host.invalid'],
  // TEST-NET-1 of RFC 5737: no machine has it.
  ['an address of another machine', '192.0.2.1'],
])('says what HOST holds and what it may hold: %s', async (_, host) => {
  const error: unknown = await tryPort({ host, port: 0, command }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ConfigError);
  expect(String(error)).toContain(`HOST holds "${host}", but may hold only an address of this machine`);
});

it('gives the port back, so that the application can listen on it', async () => {
  const port = await tryPort({ host: '127.0.0.1', port: 0, command });
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await expect(tryPort({ host: '127.0.0.1', port, command, home: '/data' })).rejects.toThrow(
    /in use.*SLIPWAY_HOME=\/data PORT=\d+ npm start/,
  );
  await new Promise((resolve) => server.close(resolve));
});
