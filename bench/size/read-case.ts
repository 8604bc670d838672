import type { DatabaseSize } from './database-size.js';
import type { Asker } from './sized-api.js';

/** One read, asked of both sizes. */
export interface ReadCase {
  /** The route's template in the OpenAPI document. */
  readonly route: string;
  readonly what: string;
  readonly asker: Asker;
  /** Its address at a size; `turn` counts the calls, so that point reads meet another row each time. */
  path(size: DatabaseSize, turn: number): string;
}

/** What was made for the bench before it starts. */
export interface Made {
  /** Address of a version with one file. */
  readonly artifact: string;
  /** Address of an upload in parts that has begun. */
  readonly upload: string;
  /** Instants that are as far back in each size. */
  readonly ago: (days: number) => string;
}

export const API = '/api/v1';
export const LATE = 'z'.repeat(40);

export function list(
  route: string,
  cases: readonly (readonly [what: string, query: string | ((size: DatabaseSize) => string), asker?: Asker])[],
): ReadCase[] {
  return cases.map(([what, query, asker = 'admin']) => ({
    route: API + route,
    what,
    asker,
    path: (size) => `${API}${route}?${typeof query === 'string' ? query : query(size)}`,
  }));
}

export function point(route: string, what: string, path: (size: DatabaseSize, turn: number) => string, asker: Asker = 'admin'): ReadCase {
  return { route: API + route, what, asker, path: (size, turn) => API + path(size, turn) };
}

export const filter = (text: string): string => `filter=${encodeURIComponent(text)}`;
export const order = (text: string): string => `orderBy=${encodeURIComponent(text)}`;
export const someModel = ({ models }: DatabaseSize, turn: number): number => 2 + ((turn * 37) % (models - 2));
export const enc = encodeURIComponent;
