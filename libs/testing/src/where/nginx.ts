import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { LOOPBACK_CERTIFICATE, LOOPBACK_KEY } from '../outbound/loopback-certificate.js';

/** nginx with a configuration of ours, in front of a service on this machine. */
export interface RunningNginx {
  /** Ends it and removes its files. */
  stop(): Promise<void>;
}

/**
 * Starts nginx with what stands in the page of the documentation: only its port, the service's port and the place of the certificate are others.
 * @throws Error with nginx's own words where it does not start.
 */
export async function startNginx(
  program: string,
  page: string,
  ports: { readonly own: number; readonly service: number },
): Promise<RunningNginx> {
  const [, documented] = /```nginx\n([\s\S]*?)```/.exec(page) ?? [];
  if (documented === undefined) throw new Error('the page has no configuration of nginx');
  const folder = await mkdtemp(join(tmpdir(), 'slipway-nginx-'));
  await writeFile(join(folder, 'tls.crt'), LOOPBACK_CERTIFICATE);
  await writeFile(join(folder, 'tls.key'), LOOPBACK_KEY);
  await mkdir(join(folder, 'temporary'));
  const site = documented
    .replace('listen 443 ssl', `listen 127.0.0.1:${ports.own} ssl`)
    .replace('server_name slipway.example.com', 'server_name localhost')
    .replace('/etc/nginx/tls/slipway.crt', join(folder, 'tls.crt'))
    .replace('/etc/nginx/tls/slipway.key', join(folder, 'tls.key'))
    .replace('127.0.0.1:5000', `127.0.0.1:${ports.service}`);
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const places = kinds.map((kind) => `${kind}_temp_path ${join(folder, 'temporary', kind)};`).join('\n');
  const whole = `daemon off;\nmaster_process off;\npid ${folder}/pid;\nevents {}\nhttp {\naccess_log off;\n${places}\n${site}\n}\n`;
  await writeFile(join(folder, 'nginx.conf'), whole);
  const child = spawn(program, ['-e', 'stderr', '-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: ['ignore', 'ignore', 'pipe'] });
  const abandon = (): void => void child.kill('SIGKILL');
  process.once('exit', abandon);
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  while (!(await listens(ports.own))) {
    if (child.exitCode !== null) throw new Error(`nginx ended: ${said}`);
    await pause(20);
  }
  return {
    stop: async () => {
      process.off('exit', abandon);
      if (child.exitCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
