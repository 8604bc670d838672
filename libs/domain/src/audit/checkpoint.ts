import { parseRfc3339 } from '../filter/rfc3339.js';
import { canonicalJson } from './canonical-json.js';

/** A statement about the chain, signed by a key that the database never sees. */
export interface Checkpoint {
  readonly workspace: string;
  readonly position: number;
  /** The hash at that position: 64 lower-case hex digits. */
  readonly hash: string;
  /** RFC 3339, when it was made. */
  readonly time: string;
}

/** Names the statement, so that a signature over it can never pass for a signature over anything else. */
const TYPE = 'slipway.audit.checkpoint.v1';

/** The text that is signed, as UTF-8 bytes. It is stored and published as it is, so a verifier needs no rule to rebuild it. */
export function checkpointText({ workspace, position, hash, time }: Checkpoint): string {
  return canonicalJson({ type: TYPE, workspace, position, hash, time });
}

/** The statement in a text, or undefined where the text is not exactly what `checkpointText` writes. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  const { workspace, position, hash, time } = { workspace: null, position: null, hash: null, time: null, ...parsed };
  const { isText, isPosition } = checks;
  if (!isText(workspace) || !isPosition(position) || !isText(hash) || !isText(time)) return undefined;
  if (!/^[0-9a-f]{64}$/.test(hash) || parseRfc3339(time) === undefined) return undefined;
  const checkpoint = { workspace, position, hash, time };
  try {
    return checkpointText(checkpoint) === text ? checkpoint : undefined;
  } catch {
    // A lone surrogate has no canonical text.
    return undefined;
  }
}

export type CheckpointVerdict =
  | { readonly ok: true; readonly checkpoint: Checkpoint }
  | { readonly ok: false; readonly reason: 'malformed' | 'signature' };

/** Verifies a signed checkpoint. `verifySignature` says whether the signature belongs to the text (Ed25519 under the published key). */
export function verifyCheckpoint(
  text: string,
  signature: string,
  verifySignature: (text: string, signature: string) => boolean,
): CheckpointVerdict {
  // The signature first: nothing is read out of a text that nobody vouches for.
  if (!verifySignature(text, signature)) return { ok: false, reason: 'signature' };
  const checkpoint = parseCheckpoint(text);
  return checkpoint === undefined ? { ok: false, reason: 'malformed' } : { ok: true, checkpoint };
}

const checks = {
  isText: (value: unknown): value is string => typeof value === 'string',
  isPosition: (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 1,
};
