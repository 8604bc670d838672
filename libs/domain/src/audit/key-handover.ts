import { parseRfc3339 } from '../filter/rfc3339.js';
import { canonicalJson } from './canonical-json.js';

/**
 * Why a key signs no more. `rotated`: as planned, nobody else has it. `compromised`: somebody else may have it, so what it signed proves nothing
 * by itself. `lost`: nobody has it.
 */
export const RETIREMENTS = ['rotated', 'compromised', 'lost'] as const;
export type Retirement = (typeof RETIREMENTS)[number];

/** The audit action that tells of a handover. Checkpoints of the former key at this entry or later are not genuine. */
export const HANDOVER_ACTION = 'audit.key-rotate';

/** The statement that another key signs checkpoints from now on. */
export interface KeyHandover {
  readonly workspace: string;
  /** Id of the key that signed before. */
  readonly from: string;
  /** Id of the key that signs now. */
  readonly to: string;
  /** Its public half, SPKI PEM. */
  readonly publicKey: string;
  readonly former: Retirement;
  /** RFC 3339. */
  readonly time: string;
}

/** A handover as it is kept in the audit log: the statement and who signed it. */
export interface SignedHandover {
  readonly statement: string;
  /** By the new key, base64: whoever handed over had it. */
  readonly proof: string;
  /** By the former key, base64: who trusts that one may trust the new one. Null where it was lost or is no longer to be trusted. */
  readonly endorsement: string | null;
}

const TYPE = 'slipway.audit.key-handover.v1';

/** The text that both keys sign, as UTF-8 bytes. */
export function handoverText({ workspace, from, to, publicKey, former, time }: KeyHandover): string {
  return canonicalJson({ type: TYPE, workspace, from, to, publicKey, former, time });
}

/** The statement in a text, or undefined where the text is not exactly what `handoverText` writes. */
export function parseHandover(text: string): KeyHandover | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    const { workspace, from, to, publicKey, former, time } = { ...NOTHING, ...parsed };
    const retirement = RETIREMENTS.find((one) => one === former);
    if (!isText(workspace) || !isText(from) || !isText(to) || !isText(publicKey) || !isText(time)) return undefined;
    if (retirement === undefined || parseRfc3339(time) === undefined) return undefined;
    const handover = { workspace, from, to, publicKey, former: retirement, time };
    return handoverText(handover) === text ? handover : undefined;
  } catch {
    // No JSON, or a lone surrogate, which has no canonical text.
    return undefined;
  }
}

const NOTHING = { workspace: null, from: null, to: null, publicKey: null, former: null, time: null };

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
