import { randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { sha256Hex } from './digest.js';

/** The public part is for people: it names a token in lists and logs, so it is short and free of letters that look alike. */
const PREFIX_ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz';
const PREFIX_LENGTH = 8;

/** 32 bytes in base64url: 256 bits, so a fast hash is enough to store it (there is nothing to guess). */
const SECRET_BYTES = 32;

const TOKEN = /^(slp_[0-9a-z]{8})_[A-Za-z0-9_-]{43}$/;

/** A token at the one moment when it can be shown. */
export interface NewToken {
  /** `slp_<prefix>_<secret>`; shown once, never stored. */
  readonly token: string;
  /** `slp_<prefix>`; public, stored. */
  readonly prefix: string;
  /** SHA-256 in hex; stored. */
  readonly hash: string;
}

/** Makes an API token: `slp_`, 8 public characters, `_`, 43 characters of base64url (256 random bits). */
export function generateToken(): NewToken {
  const letters = Array.from({ length: PREFIX_LENGTH }, () => PREFIX_ALPHABET.charAt(randomInt(PREFIX_ALPHABET.length)));
  const prefix = `slp_${letters.join('')}`;
  const token = `${prefix}_${randomBytes(SECRET_BYTES).toString('base64url')}`;
  return { token, prefix, hash: hashToken(token) };
}

/** What is stored of a token: SHA-256 in hex of its text, whatever its form (an operator may choose the first administrator's). */
export function hashToken(token: string): string {
  return sha256Hex(token);
}

/** The public part (`slp_` and 8 characters) of a token that we made; null for any other text, of which nothing is fit to be shown. */
export function tokenPrefix(token: string): string | null {
  return TOKEN.exec(token)?.[1] ?? null;
}

/** Compares two texts in time that does not depend on where they differ; only their lengths may show. */
export function equalInConstantTime(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
