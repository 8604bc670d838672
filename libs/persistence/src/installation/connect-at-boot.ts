import type pg from 'pg';
import { ConfigError } from '#platform/config/config-error';
import { redactText } from '#platform/logging/redact';

/** A host that drops packets is not waited for as long as the system would: a boot says what is wrong within seconds. */
export const BOOT_CONNECT_MS = 10_000;

/**
 * Opens the first connection of a boot or a tool. Whatever stops it is for the operator to mend, so it is said in a sentence.
 * @throws {ConfigError} naming DATABASE_URL with host and port and what is wrong; never with the password.
 */
export async function connectAtBoot(client: pg.Client): Promise<void> {
  try {
    await client.connect();
  } catch (error) {
    throw new ConfigError([sentence(client, error)]);
  }
}

function sentence({ host, port, user, database }: pg.Client, error: unknown): string {
  const at = `DATABASE_URL leads to ${host.includes(':') ? `[${host}]` : host}:${port}, but`;
  // Names come from a URL that somebody may have typed wrong, so they are quoted, escaped, and searched for secrets.
  const quoted = (text: string | undefined): string => JSON.stringify(redactText(text ?? ''));
  switch (codeOf(error)) {
    case 'ECONNREFUSED':
      return `${at} no database listens there (ECONNREFUSED). Start PostgreSQL, or correct host and port.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${at} no host of that name is known (${codeOf(error)}). Correct the host, or the name service of this machine.`;
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `${at} that host does not answer (${codeOf(error)}). Look at the network and its firewalls.`;
    case '28P01':
    case '28000':
      return `${at} PostgreSQL refuses the user ${quoted(user)} or its password (${codeOf(error)}). Correct user and password.`;
    case '3D000':
      return `${at} there is no database ${quoted(database)} (3D000). Create it, or correct the name at the end of the address.`;
    case '57P03':
      return `${at} PostgreSQL is starting or stopping (57P03). Try again in a moment.`;
    default:
      return `${at} no connection comes about: ${redactText(error instanceof Error ? error.message : String(error))}`;
  }
}

/** Node tries every address of a name and throws their errors together, under the code of the last. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
