import type { ClientBase } from 'pg';

/** pg's words where an answer does not come within `query_timeout`. */
const READ_TIMEOUT = 'Query read timeout';

/** Whether this is what a query is told whose answer did not come within `query_timeout`. */
export function isSilence(error: unknown): boolean {
  return error instanceof Error && error.message === READ_TIMEOUT;
}

/**
 * Makes a client of a pool give its connection up once an answer does not come within `query_timeout`. pg leaves such a connection open: the
 * statement still stands on it, so that whatever is sent next (the end of the transaction, or the next user's statement, where the pool got it
 * back) waits as long again for nothing. Call it for every new client: `pool.on('connect', endWhenSilent)`.
 */
export function endWhenSilent(client: ClientBase): void {
  const query: unknown = Reflect.get(client, 'query');
  if (!isFunction(query)) return;
  // What its end is told by is the rejection of whatever waits on it; an event that nobody listens for would end the process.
  client.on('error', () => undefined);
  const look = (error: unknown): void => {
    if (isSilence(error)) endNow(client);
  };
  Reflect.set(client, 'query', (...given: readonly unknown[]): unknown => {
    const last = given.at(-1);
    const args = isFunction(last) ? [...given.slice(0, -1), beforehand(last, look)] : given;
    const answer: unknown = Reflect.apply(query, client, args);
    if (answer instanceof Promise) answer.catch(look);
    return answer;
  });
}

type Callable = (...args: readonly unknown[]) => unknown;

function isFunction(value: unknown): value is Callable {
  return typeof value === 'function';
}

/** The same callback, with a look at its error before. */
function beforehand(callback: Callable, look: (error: unknown) => void): Callable {
  return (...args) => {
    look(args[0]);
    return Reflect.apply(callback, undefined, args);
  };
}

/** Without a goodbye, which nobody would hear. */
function endNow(client: ClientBase): void {
  const connection: unknown = Reflect.get(client, 'connection');
  const stream: unknown = typeof connection === 'object' && connection !== null ? Reflect.get(connection, 'stream') : undefined;
  if (typeof stream !== 'object' || stream === null || !('destroy' in stream) || typeof stream.destroy !== 'function') return;
  Reflect.apply(stream.destroy, stream, []);
}
