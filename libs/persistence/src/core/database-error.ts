import { SlipwayError } from '#domain/errors/slipway-error';

/**
 * Error codes that mean that the database is away or refuses connections now (SQLSTATE classes 08, 28 and 57P, 25P03, 3D000, Prisma P1xxx and P2024, Node), and the
 * kinds by which Prisma's driver adapter replaces the codes of broken sockets.
 */
const AWAY =
  /^(08...|28000|28P01|3D000|57P0[1-5]|25P03|53300|P1001|P1002|P1008|P1017|P2024|P2028|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|CONNECT_TIMEOUT|ConnectionClosed|SocketTimeout|DatabaseNotReachable|TooManyConnections|AuthenticationFailed|DatabaseAccessDenied|DatabaseDoesNotExist)$/;
const AWAY_TEXT =
  /timeout exceeded when trying to connect|Connection terminated|Query read timeout|Can't reach database server|server closed the connection|the database system is (starting up|shutting down|in recovery)|is not currently accepting connections|Unable to start a transaction|Client has encountered a connection error|Connection refused/i;

/** The SQLSTATE, driver code or adapter's kind somewhere in the error or its causes, and all its texts. */
function describe(error: unknown, depth = 0): { readonly codes: string[]; readonly text: string } {
  if (typeof error !== 'object' || error === null || depth > 6) return { codes: [], text: typeof error === 'string' ? error : '' };
  const codes: string[] = [];
  const texts: string[] = [];
  for (const [key, value] of Object.entries({ message: (error as { message?: unknown }).message, ...error })) {
    if ((key === 'code' || key === 'originalCode' || key === 'kind') && typeof value === 'string') codes.push(value);
    else if ((key === 'message' || key === 'originalMessage') && typeof value === 'string') texts.push(value);
  }
  for (const key of ['cause', 'meta', 'driverAdapterError', 'error'] as const) {
    const inner = describe((error as Record<string, unknown>)[key], depth + 1);
    codes.push(...inner.codes);
    texts.push(inner.text);
  }
  return { codes, text: texts.join('\n') };
}

/** True when the error says that the database cannot be reached now, not that the statement was wrong. */
export function isDatabaseAway(error: unknown): boolean {
  const { codes, text } = describe(error);
  return codes.some((code) => AWAY.test(code)) || AWAY_TEXT.test(text);
}

/** A lock that was not given in time, a deadlock, a conflict of transactions; the last is what Prisma's driver adapter makes of the latter two. */
const CONTENTION = /^(55P03|40P01|40001|P2034|TransactionWriteConflict)$/;

/** True when others held what was needed for too long, or their transaction went before this one. Nothing of this one was done. */
export function isContention(error: unknown): boolean {
  const { codes, text } = describe(error);
  return codes.some((code) => CONTENTION.test(code)) || text.includes('canceling statement due to lock timeout');
}

/** True when the database has no room left, no memory, or a disk that fails (SQLSTATE 53100, 53200, 58030). */
function isOutOfResources(error: unknown): boolean {
  const { codes, text } = describe(error);
  return codes.some((code) => /^(53100|53200|58030)$/.test(code)) || text.includes('No space left on device');
}

/** True when a statement was cut off by its time limit (SQLSTATE 57014). */
export function isStatementTimeout(error: unknown): boolean {
  const { codes, text } = describe(error);
  return codes.includes('57014') || text.includes('canceling statement due to statement timeout');
}

/** The name of the unique constraint or index that refused a row, if that is what happened (SQLSTATE 23505, Prisma P2002). */
export function violatedUnique(error: unknown): string | null {
  const { codes, text } = describe(error);
  if (!codes.some((code) => code === '23505' || code === 'P2002')) return null;
  return /unique constraint "([^"]+)"/.exec(text)?.[1] ?? text;
}

/**
 * A database error as use cases know it: UNAVAILABLE when the database is away, others hold what is needed, it has no room left, or it does not get a
 * statement done in time; everything else as it is. What searches make of their time limit stands in `SearchClient`.
 */
export function translateDatabaseError(error: unknown): unknown {
  if (error instanceof SlipwayError) return error;
  if (isDatabaseAway(error)) {
    return unavailable('The database cannot be reached. Nothing was changed by an answer like this one alone; try again.', error);
  }
  if (isOutOfResources(error)) {
    return unavailable('The database has no room left, or its disk fails. Nothing was changed; its operator must act.', error);
  }
  if (isContention(error)) return unavailable('Others are changing the same just now. Nothing was changed; try again.', error);
  if (isStatementTimeout(error)) return unavailable('The database takes too long just now. Nothing was changed; try again.', error);
  return error;
}

function unavailable(message: string, cause: unknown): SlipwayError {
  return new SlipwayError('UNAVAILABLE', message, { retryAfter: 1, cause });
}

/** Runs a read outside a transaction with the same translation of errors as the unit of work. */
export async function reading<T>(query: () => Promise<T>): Promise<T> {
  try {
    return await query();
  } catch (error) {
    throw translateDatabaseError(error);
  }
}
