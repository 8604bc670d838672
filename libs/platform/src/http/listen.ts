import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ConfigError } from '../config/config-error.js';
import { isPortInUse, portInUseMessage } from '../config/port-in-use-message.js';

/** Where to listen, and what the user typed to start. */
export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /** Such as `npm start`. */
  readonly command: string;
}

/**
 * Makes an application listen.
 * @returns the address under which this machine reaches it.
 * @throws {ConfigError} for a busy port, with the exact line to type.
 */
export async function listen(app: NestFastifyApplication, { host, port, command }: ListenOptions): Promise<string> {
  try {
    await app.listen(port, host);
  } catch (error) {
    if (!isPortInUse(error)) throw error;
    throw new ConfigError([await portInUseMessage({ host, port, command })]);
  }
  const address = app.getHttpServer().address();
  const taken = typeof address === 'object' && address !== null ? address.port : port;
  // Listening on every address is no address to go to.
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${taken}`;
}

/** Takes no further connections from now on, finishes the requests and jobs that are under way, then closes all that the application uses. */
export async function closeGently(app: NestFastifyApplication): Promise<void> {
  // First: Nest would close the door only after every module has drained.
  app.getHttpServer().close();
  await app.close();
}
