/**
 * The same values, each fetched while the one before it is being used: so a chunk is read and hashed while another is sent. Two are held.
 * Whoever stops early waits for the one that is under way, and then `source` ends as if it were asked for nothing more.
 */
export async function* ahead<T>(source: AsyncGenerator<T, void, undefined>): AsyncGenerator<T, void, undefined> {
  let next = source.next();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done === true) return;
      next = source.next();
      // Awaited when this one has been used; until then its failure must not count as unhandled.
      next.catch(() => undefined);
      yield value;
    }
  } finally {
    await next.catch(() => undefined);
    await source.return();
  }
}
