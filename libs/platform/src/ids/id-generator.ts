import { randomBytes } from 'node:crypto';

/** Crockford's base 32: no I, L, O or U, so that an id read aloud or typed from a picture stays the same id. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** The 80 random bits as two numbers that a double holds exactly. */
const HALF_BITS = 40;
const HALF = 2 ** HALF_BITS;
/** Characters of five bits: 48 bits of time take ten, each half of the random bits eight. */
const TIME_CHARACTERS = 10;
const HALF_CHARACTERS = 8;

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
  let time = '';
  let high = 0;
  let low = 0;
  return (prefix) => {
    const now = sources.now();
    if (now > lastTime) {
      lastTime = now;
      time = encode(now, TIME_CHARACTERS);
      const random = sources.random();
      high = toNumber(random, 0);
      low = toNumber(random, 5);
    } else {
      low += 1;
      if (low === HALF) {
        low = 0;
        high += 1;
      }
      // 2^80 ids within one millisecond do not happen, but a random start close to the limit may: borrow the next millisecond.
      if (high === HALF) {
        high = 0;
        lastTime += 1;
        time = encode(lastTime, TIME_CHARACTERS);
      }
    }
    return `${prefix}_${time}${encode(high, HALF_CHARACTERS)}${encode(low, HALF_CHARACTERS)}`;
  };
}

/** Bytes for so many ids are fetched at once: a call for each costs more than all else here. */
const IDS_AHEAD = 100;
const RANDOM_BYTES = 10;
let pool = new Uint8Array(0);
let used = 0;

function random(): Uint8Array {
  if (used === pool.length) {
    pool = randomBytes(IDS_AHEAD * RANDOM_BYTES);
    used = 0;
  }
  used += RANDOM_BYTES;
  return pool.subarray(used - RANDOM_BYTES, used);
}

const generate = createIdGenerator({ now: Date.now, random });

/** A new id such as `mdl_01JD4Z...`: `prefix`, an underscore and 26 characters; unique, and rising within this process. */
export function newId(prefix: string): string {
  return generate(prefix);
}

function toNumber(bytes: Uint8Array, from: number): number {
  let value = 0;
  for (let index = from; index < from + HALF_BITS / 8; index += 1) value = value * 256 + (bytes[index] ?? 0);
  return value;
}

function encode(value: number, characters: number): string {
  let text = '';
  let rest = value;
  for (let index = 0; index < characters; index += 1) {
    text = ALPHABET.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}
