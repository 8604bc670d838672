/** What a list route answers. */
export interface ListAnswer<T> {
  readonly data?: { readonly items: readonly T[]; readonly nextCursor: string | null };
}

/**
 * Every item of a list, page by page, as it is asked for:
 * `for await (const model of paginate((page) => client.GET('/api/v1/models', { params: { query: { limit: 200, ...page } } })))`.
 */
export async function* paginate<T>(list: (page: { cursor?: string }) => Promise<ListAnswer<T>>): AsyncGenerator<T, void, undefined> {
  for (let page: { cursor?: string } | null = {}; page !== null;) {
    const answer: ListAnswer<T> = await list(page);
    yield* answer.data?.items ?? [];
    const next: string | null = answer.data?.nextCursor ?? null;
    page = next === null ? null : { cursor: next };
  }
}
