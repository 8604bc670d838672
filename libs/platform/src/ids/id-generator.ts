import { randomBytes } from 'node:crypto';

/** Crockford's base 32: no I, L, O or U, so that an id read aloud or typed from a picture stays the same id. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const RANDOM_BITS = 80n;
const RANDOM_LIMIT = 1n << RANDOM_BITS;

/** Where an id generator takes the time (milliseconds since 1970) and its 10 random bytes from. */
export interface IdSources {
  readonly now: () => number;
  readonly random: () => Uint8Array;
}

/**
 * Makes a generator of ids as in the ULID specification (48 bit milliseconds, 80 random bits, 26 characters of Crockford's base 32) behind
 * a prefix: `mdl_01JD...`. Ids of one generator rise strictly, within one millisecond too and when the clock is set back, so that they
 * can be sorted as text (C collation).
 */
export function createIdGenerator(sources: IdSources): (prefix: string) => string {
  let lastTime = -1;
  let lastRandom = 0n;
  return (prefix) => {
    const now = sources.now();
    if (now > lastTime) {
      lastTime = now;
      lastRandom = toBigInt(sources.random());
    } else {
      lastRandom += 1n;
      // 2^80 ids within one millisecond do not happen, but a random start close to the limit may: borrow the next millisecond.
      if (lastRandom === RANDOM_LIMIT) {
        lastTime += 1;
        lastRandom = 0n;
      }
    }
    return `${prefix}_${encode((BigInt(lastTime) << RANDOM_BITS) | lastRandom)}`;
  };
}

const generate = createIdGenerator({ now: Date.now, random: () => randomBytes(10) });

/** A new id such as `mdl_01JD4Z...`: `prefix`, an underscore and 26 characters; unique, and rising within this process. */
export function newId(prefix: string): string {
  return generate(prefix);
}

function toBigInt(bytes: Uint8Array): bigint {
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

function encode(value: bigint): string {
  let text = '';
  for (let shift = 125n; shift >= 0n; shift -= 5n) {
    text += ALPHABET.charAt(Number((value >> shift) & 31n));
  }
  return text;
}
