import { createServer } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ConfigError } from '../config/config-error.js';
import { isPortInUse, portInUseMessage } from '../config/port-in-use-message.js';
import { isErrno } from '../files/private-files.js';

/** Where to listen, and what the user typed to start. */
export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /** Such as `npm start`. */
  readonly command: string;
  /** SLIPWAY_HOME as it is set, so that a line to type starts on the same data. */
  readonly home?: string | undefined;
}

/**
 * Makes an application listen.
 * @returns the address under which this machine reaches it.
 * @throws {ConfigError} as `tryPort` does.
 */
export async function listen(app: NestFastifyApplication, options: ListenOptions): Promise<string> {
  const { host, port } = options;
  try {
    await app.listen(port, host);
  } catch (error) {
    throw await explained(error, options);
  }
  const address = app.getHttpServer().address();
  const taken = typeof address === 'object' && address !== null ? address.port : port;
  // Listening on every address is no address to go to.
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${taken}`;
}

/**
 * Listens for a moment, so that a boot which cannot have its port ends before it has made anything.
 * @returns the port; for port 0 one that is free.
 * @throws {ConfigError} for a busy port, with the exact line to type, and for a HOST or PORT that cannot be listened on here.
 */
export async function tryPort(options: ListenOptions): Promise<number> {
  const { host, port } = options;
  try {
    return await listenBriefly(host, port);
  } catch (error) {
    throw await explained(error, options);
  }
}

/** Takes no further connections from now on, finishes the requests and jobs that are under way, then closes all that the application uses. */
export async function closeGently(app: NestFastifyApplication): Promise<void> {
  // First: Nest would close the door only after every module has drained.
  app.getHttpServer().close();
  await app.close();
}

/** The error that says what to do, where the user can do something; else the error itself. */
async function explained(error: unknown, options: ListenOptions): Promise<unknown> {
  const { host, port } = options;
  if (isPortInUse(error)) return new ConfigError([await portInUseMessage(options)]);
  if (isErrno(error, 'ENOTFOUND', 'EAI_AGAIN', 'EADDRNOTAVAIL', 'EINVAL', 'EAFNOSUPPORT')) {
    return new ConfigError([
      `HOST holds ${JSON.stringify(host)}, but may hold only an address of this machine, or a name that leads to one, such as 127.0.0.1 (for this machine only) or 0.0.0.0 (for everybody).`,
    ]);
  }
  if (isErrno(error, 'EACCES')) {
    return new ConfigError([`PORT holds "${port}", which this account may not listen on; a number from 1024 on needs no rights.`]);
  }
  return error;
}

function listenBriefly(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port));
    });
  });
}
