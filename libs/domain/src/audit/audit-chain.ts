import type { JsonValue } from './canonical-json.js';
import { canonicalJson } from './canonical-json.js';

/** SHA-256 of a text's UTF-8 bytes, as 64 lower-case hex digits. The domain has no cryptography of its own. */
export type Sha256 = (text: string) => string;

/** What stands before the first entry. */
export const GENESIS_HASH = '0'.repeat(64);

/** The place of one entry in the chain. Positions start at 1 and have no gaps. */
export interface Seal {
  readonly position: number;
  readonly prevHash: string;
  readonly hash: string;
}

/** One line of an export: an entry with its seal. */
export interface SealedEntry extends Seal {
  readonly entry: JsonValue;
}

/**
 * Seals one entry behind another. The hash covers the position, the hash before it and the entry's canonical JSON, so no entry can be
 * changed, left out, put in or moved without changing every hash after it. `prevHash` of position 1 is GENESIS_HASH.
 */
export function sealEntry(prevHash: string, position: number, entry: JsonValue, sha256: Sha256): Seal {
  // Hashes and position hold no line break, so the parts cannot run into each other.
  return { position, prevHash, hash: sha256(`slipway.audit.v1\n${position}\n${prevHash}\n${canonicalJson(entry)}`) };
}

/** A position whose hash somebody outside vouches for: a checkpoint whose signature was verified. */
export interface KnownHash {
  readonly position: number;
  readonly hash: string;
  /** False where the word of whoever says so counts against the chain alone, never for it. */
  readonly vouches?: boolean;
}

/** Why the chain does not hold at one line. */
export type BreakReason = 'position' | 'prev_hash' | 'hash' | 'checkpoint';

export interface ChainResult {
  /** True where every line that was given holds, and every known hash that lies within them. */
  readonly ok: boolean;
  /** Lines that hold, up to the break. */
  readonly checked: number;
  readonly firstPosition: number | null;
  readonly lastPosition: number | null;
  readonly lastHash: string | null;
  /** The first line that does not hold; `line` counts from 1. */
  readonly broken: { readonly line: number; readonly position: number; readonly reason: BreakReason; readonly message: string } | null;
  /** The last position that a known hash vouches for. */
  readonly vouchedTo: number | null;
  /** What these lines cannot tell, each a sentence. Never empty: a chain proves order and integrity, not truth. */
  readonly couldNotSay: readonly string[];
}

/**
 * Checks a chain line by line, for callers that stream an export: `add` each line in order, then `finish`. After a break further lines are
 * ignored, because nothing can be said about them.
 */
export class ChainVerifier {
  private checked = 0;
  private lines = 0;
  private first: number | null = null;
  private last: Seal | null = null;
  private vouchedTo: number | null = null;
  private broken: ChainResult['broken'] = null;

  constructor(
    private readonly sha256: Sha256,
    private readonly known: readonly KnownHash[] = [],
  ) {}

  /** Judges the next line. Returns false from the first break on. */
  add(line: SealedEntry): boolean {
    this.lines += 1;
    if (this.broken !== null) return false;
    const fault = this.faultOf(line);
    if (fault !== null) {
      this.broken = { line: this.lines, position: line.position, ...fault };
      return false;
    }
    this.first ??= line.position;
    this.last = { position: line.position, prevHash: line.prevHash, hash: line.hash };
    if (this.known.some(({ position, vouches }) => position === line.position && vouches !== false)) this.vouchedTo = line.position;
    this.checked += 1;
    return true;
  }

  /** What the lines so far prove, and what they do not. */
  finish(): ChainResult {
    return {
      ok: this.broken === null,
      checked: this.checked,
      firstPosition: this.first,
      lastPosition: this.last?.position ?? null,
      lastHash: this.last?.hash ?? null,
      broken: this.broken,
      vouchedTo: this.vouchedTo,
      couldNotSay: this.couldNotSay(),
    };
  }

  private faultOf(line: SealedEntry): { reason: BreakReason; message: string } | null {
    const expected = this.last === null ? null : this.last.position + 1;
    if (!Number.isSafeInteger(line.position) || line.position < 1 || (expected !== null && line.position !== expected)) {
      return { reason: 'position', message: `expected position ${expected ?? '1 or more'}, found ${line.position}` };
    }
    const before = this.last?.hash ?? (line.position === 1 ? GENESIS_HASH : line.prevHash);
    if (line.prevHash !== before) return { reason: 'prev_hash', message: `position ${line.position} does not follow the entry before it` };
    if (hashOf(line, this.sha256) !== line.hash)
      return { reason: 'hash', message: `the entry at position ${line.position} is not the one that was sealed` };
    const vouched = this.known.filter(({ position }) => position === line.position);
    if (vouched.some(({ hash }) => hash !== line.hash)) {
      return { reason: 'checkpoint', message: `position ${line.position} is not what the signed checkpoint says` };
    }
    return null;
  }

  private couldNotSay(): readonly string[] {
    const said: string[] = ['Whether what the entries say was true when they were written.'];
    if (this.broken !== null) said.push(`Whether anything from line ${this.broken.line} on is genuine.`);
    if (this.first === null || this.last === null) return [...said, 'Anything about the log: no line holds.'];
    if (this.first > 1) said.push(`Whether entries 1 to ${this.first - 1}, which are not in this export, are whole.`);
    said.push(`Whether entries after position ${this.last.position} exist: the end of an export can be cut off.`);
    if (this.vouchedTo === null) {
      said.push('Whether the whole chain was written anew: no signed checkpoint lies within these lines.');
    } else if (this.vouchedTo < this.last.position) {
      said.push(
        `Whether entries ${this.vouchedTo + 1} to ${this.last.position} were written anew: they are after the last signed checkpoint.`,
      );
    }
    for (const { position } of this.known) {
      if (position < this.first || position > this.last.position) {
        said.push(`Whether the log agrees with the checkpoint at position ${position}: that position is not in these lines.`);
      }
    }
    return said;
  }
}

/** Checks a whole chain: see ChainVerifier. Stops at the first break. */
export function verifyChain(lines: Iterable<SealedEntry>, sha256: Sha256, known: readonly KnownHash[] = []): ChainResult {
  const verifier = new ChainVerifier(sha256, known);
  for (const line of lines) {
    if (!verifier.add(line)) break;
  }
  return verifier.finish();
}

/** The hash that the line should have, or null for an entry that JSON cannot hold and nobody can have sealed. */
function hashOf(line: SealedEntry, sha256: Sha256): string | null {
  try {
    return sealEntry(line.prevHash, line.position, line.entry, sha256).hash;
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
