import type { Permission, Role } from '#domain/access/role';
import type { AuthorizationWorld, ModelRef } from '#testing/api/authorization-world';

/** Whoever calls, as far as a request may depend on it. */
export interface Caller {
  readonly column: Column;
  readonly id: string;
  readonly type: 'user' | 'service_account';
  readonly token: string | null;
}

/** The columns of the matrix. `stranger` is signed in and has no role; `automation` is a service account that is a production manager. */
export const COLUMNS = [
  'no credential',
  'stranger',
  'reader',
  'editor',
  'staging-manager',
  'production-manager',
  'manager',
  'admin',
  'automation',
] as const;

export type Column = (typeof COLUMNS)[number];

/** One valid request, without its credential. */
export interface Call {
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The names and ids in it of things that only those may know who may read them. */
  readonly hidden?: readonly string[];
  /** The model that it names, where it names one: it is asked for by its id too. */
  readonly model?: ModelRef;
}

/** What a route answers to whom. A route may have several rows: then each has a `variant`. */
export interface RouteRow {
  /** As the router knows it. */
  readonly route: string;
  readonly variant?: string;
  /** The weakest role that may; `signed-in` needs any credential, `public` none. */
  readonly least: Role | 'signed-in' | 'public';
  /** The right that the refusal names. */
  readonly right?: Permission;
  /** The answer to whoever may. */
  readonly ok: number | ((column: Column) => number);
  /** The answer to weaker roles; 403 where they may see the thing. */
  readonly below?: 403 | 404;
  /** The answer to the stranger; by default 404, and 403 where the right is service-wide. */
  readonly stranger?: 403 | 404;
  /** The answer to automation, where its role would do but a person is asked for, or an owner. */
  readonly automation?: 403 | 404;
  /** It is about the caller's own things: there is nothing of others to be hidden. */
  readonly own?: true;
  /** Why everybody may know of the things that the address names. */
  readonly open?: string;
  readonly call: (world: AuthorizationWorld, caller: Caller) => Promise<Call> | Call;
}

export const API = '/api/v1';

/** A request about a model, at `rest` below its address. */
export function about(model: ModelRef, rest = '', more: Omit<Call, 'path' | 'hidden' | 'model'> = {}): Call {
  return { path: `${API}${model.url}${rest}`, hidden: [model.name], model, ...more };
}

/** A request about something else whose id only those know who may see it. */
export function hiding(path: string, id: string, more: Omit<Call, 'path' | 'hidden'> = {}): Call {
  return { path: `${API}${path}`, hidden: [id], ...more };
}

/** `If-Match` for whatever revision there is. */
export const ANY_REVISION = { headers: { 'if-match': '*' } } as const;
