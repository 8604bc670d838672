import type { Readable } from 'node:stream';

/** At most so much of a refused body is read: past that a client is cut off rather than told. */
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_MS = 10_000;

/**
 * Reads the rest of a body that is refused and throws it away, so that a client which sends everything before it reads gets the answer: a
 * connection that is closed over unread bytes is reset, and the answer is lost with it. Resolves at the end of the body, or after 64 MB or
 * 10 s, whichever comes first; never rejects.
 */
export function dropRest(body: Readable, { mostBytes = MOST_BYTES, mostMs = MOST_MS } = {}): Promise<void> {
  if (body.readableEnded || body.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    let size = 0;
    const count = (chunk: Buffer | string): void => {
      size += chunk.length;
      if (size > mostBytes) stop();
    };
    const stop = (): void => {
      clearTimeout(limit);
      body.pause().off('data', count).off('end', stop).off('close', stop).off('error', stop);
      resolve();
    };
    const limit = setTimeout(stop, mostMs);
    body.on('data', count).on('end', stop).on('close', stop).on('error', stop);
    body.resume();
  });
}
