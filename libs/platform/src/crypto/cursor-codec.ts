import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** 128 bits of the HMAC: nobody guesses one online, and cursors stay short in addresses. */
const MAC_BYTES = 16;

/** A cursor is a few column values; anything longer was not made here. */
const MAX_CURSOR = 4_096;

/**
 * Signs positions in a list as base64url texts (HMAC-SHA-256 over scope and values). It keeps no state, so that every replica with the same
 * keys reads the cursors of the others.
 */
export class SignedCursors {
  readonly #keys: readonly [Buffer, ...Buffer[]];

  /** Each key must be secret and at least 32 bytes; the first one signs, all of them are tried in reading. */
  constructor(keys: readonly [Uint8Array, ...Uint8Array[]]) {
    const derive = (key: Uint8Array): Buffer => Buffer.from(hkdfSync('sha256', key, '', 'slipway list cursors', 32));
    const [first, ...others] = keys;
    this.#keys = [derive(first), ...others.map(derive)];
  }

  /** The text for a position in the list that `scope` names. */
  encode(scope: string, key: readonly (string | number)[]): string {
    const values = Buffer.from(JSON.stringify(key));
    return Buffer.concat([mac(this.#keys[0], scope, values), values]).toString('base64url');
  }

  /** The position again; null for any text that `encode` did not make for this scope under one of the keys. */
  decode(scope: string, cursor: string): readonly (string | number)[] | null {
    if (cursor.length > MAX_CURSOR || !/^[A-Za-z0-9_-]+$/.test(cursor)) return null;
    const bytes = Buffer.from(cursor, 'base64url');
    if (bytes.length <= MAC_BYTES) return null;
    const given = bytes.subarray(0, MAC_BYTES);
    const values = bytes.subarray(MAC_BYTES);
    if (!this.#keys.some((key) => timingSafeEqual(mac(key, scope, values), given))) return null;
    const key: unknown = JSON.parse(values.toString('utf8'));
    return Array.isArray(key) ? key.filter((value) => typeof value === 'string' || typeof value === 'number') : null;
  }
}

function mac(key: Buffer, scope: string, values: Buffer): Buffer {
  // The length in front keeps "scope + values" from being read with another border between them.
  return createHmac('sha256', key).update(`${scope.length}:${scope}`).update(values).digest().subarray(0, MAC_BYTES);
}
