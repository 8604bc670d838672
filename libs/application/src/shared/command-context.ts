import type { Actor } from '#domain/access/actor';

/** The way a command came in, as the server knows it; what the caller says it is stands in `client`. */
export type Door = 'rest' | 'graphql' | 'mlflow' | 'databricks' | 'slack' | 'automation';

/** A caller's promise that a repeat with this key is the same command. */
export interface IdempotencyKey {
  /** Method and route template, so that one key cannot name two kinds of command. */
  readonly route: string;
  readonly key: string;
  /** SHA-256 of the canonical body. */
  readonly bodyHash: string;
}

/** Who commands, through which door: given to every use case, recorded in every event and audit entry. */
export interface CommandContext {
  readonly workspace: string;
  readonly actor: Actor;
  readonly door: Door;
  /** What the caller says it is (cli, action, ui, ...). */
  readonly client: string | null;
  readonly requestId: string | null;
  readonly idempotency: IdempotencyKey | null;
}

/** The workspace of this installation; there is one for now. */
export const DEFAULT_WORKSPACE = 'default';
