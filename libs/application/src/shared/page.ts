/** One page of a list: how many, and after what. */
export interface PageRequest {
  /** 1 to 1,000. */
  readonly limit: number;
  /** What the page before said as `nextCursor`; opaque to callers. */
  readonly cursor?: string;
}

/** A page; `nextCursor` is null on the last one. Lists never count and never use offsets (keyset paging). */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}
