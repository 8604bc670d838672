import { createServer, type AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { isPortInUse, portInUseMessage } from './port-in-use-message.js';

async function listen(port: number): Promise<number> {
  const server = createServer();
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

it('gives the exact line to type, with a port that is free', async () => {
  const busy = await listen(0);
  const message = await portInUseMessage({ host: '127.0.0.1', port: busy, command: 'npm start', platform: 'linux' });
  const suggested = Number(/type: PORT=(\d+) npm start$/.exec(message)?.[1]);
  expect(message).toContain(`Port ${busy} on 127.0.0.1 is in use`);
  expect(await listen(suggested)).toBe(suggested);
});

it('speaks PowerShell on Windows and names AirPlay on macOS', async () => {
  const windows = await portInUseMessage({ host: '127.0.0.1', port: 45_123, command: 'npm start', platform: 'win32' });
  const mac = await portInUseMessage({ host: '127.0.0.1', port: 5000, command: 'npm start', platform: 'darwin' });
  expect(windows).toMatch(/type: \$env:PORT='\d+'; npm start$/);
  expect(mac).toContain('AirPlay');
});

it('keeps an own SLIPWAY_HOME in the line, quoted where the shell needs it', async () => {
  const busy = { host: '127.0.0.1', port: 45_123, command: 'npm start' };
  const line = async (home: string, platform: NodeJS.Platform): Promise<string> =>
    (await portInUseMessage({ ...busy, home, platform })).replace(/^.*type: /, '').replace(/\d+/, '1');
  expect(await line('/srv/slipway', 'linux')).toBe('SLIPWAY_HOME=/srv/slipway PORT=1 npm start');
  expect(await line("it's here", 'linux')).toBe(String.raw`SLIPWAY_HOME='it'\''s here' PORT=1 npm start`);
  expect(await line("C:\\it's", 'win32')).toBe("$env:SLIPWAY_HOME='C:\\it''s'; $env:PORT='1'; npm start");
  expect(await line(' ', 'linux')).toBe('PORT=1 npm start');
});

it('recognises the error of a busy port', async () => {
  const busy = await listen(0);
  const error: unknown = await listen(busy).catch((reason: unknown) => reason);
  expect(isPortInUse(error)).toBe(true);
});
