import { createServer } from 'node:net';
import { isErrno } from '../files/private-files.js';

/** What could not be listened on, and what was typed to start. */
export interface PortInUse {
  readonly host: string;
  readonly port: number;
  /** The command that the user typed, such as `npm start`. */
  readonly command: string;
  /** SLIPWAY_HOME as it is set: without it the same command would start on other data. */
  readonly home?: string | undefined;
  /** `process.platform`, where the line must suit another shell than this system's. */
  readonly platform?: NodeJS.Platform;
}

/** How many ports after the busy one are tried for the suggestion. */
const NEIGHBOURS = 50;

/** A sentence for a busy port with the exact line to type: the same command on the next port that is free right now. */
export async function portInUseMessage(busy: PortInUse): Promise<string> {
  const platform = busy.platform ?? process.platform;
  const free = await nextFreePort(busy.host, busy.port);
  const home = busy.home?.trim() ?? '';
  const variables: (readonly [string, string])[] = [...(home === '' ? [] : [['SLIPWAY_HOME', home] as const]), ['PORT', String(free)]];
  const line = lineFor(platform, variables, busy.command);
  const airPlay =
    platform === 'darwin' && busy.port === 5000
      ? ' (on macOS usually AirPlay Receiver, see System Settings > General > AirDrop & Handoff)'
      : '';
  return `Port ${busy.port} on ${busy.host} is in use by another program${airPlay}. Stop that program, or type: ${line}`;
}

/** Whether an error of `listen` says that another program has the port. */
export function isPortInUse(error: unknown): boolean {
  return isErrno(error, 'EADDRINUSE');
}

/** What to type in PowerShell, or in any POSIX shell, to run a command with these variables. */
function lineFor(platform: NodeJS.Platform, variables: readonly (readonly [string, string])[], command: string): string {
  if (platform === 'win32')
    return [...variables.map(([name, value]) => `$env:${name}='${value.replaceAll("'", "''")}'`), command].join('; ');
  const quoted = (value: string): string => (/^[\w./~@:+-]+$/.test(value) ? value : `'${value.replaceAll("'", String.raw`'\''`)}'`);
  return [...variables.map(([name, value]) => `${name}=${quoted(value)}`), command].join(' ');
}

async function nextFreePort(host: string, port: number): Promise<number> {
  for (let candidate = port + 1; candidate <= Math.min(port + NEIGHBOURS, 65_535); candidate += 1) {
    if (await canListen(host, candidate)) return candidate;
  }
  return 0;
}

function canListen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
