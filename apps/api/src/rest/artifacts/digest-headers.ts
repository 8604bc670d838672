import type { IncomingHttpHeaders } from 'node:http';
import { invalid } from '#domain/errors/slipway-error';

/** A SHA-256 that the client announced, in hexadecimal digits, and the header in which it stood. */
export interface AnnouncedDigest {
  readonly sha256: string;
  readonly from: string;
}

/** Structured fields (RFC 9530) and their predecessor (RFC 3230), which writes the same without colons. */
const LISTS = ['Repr-Digest', 'Content-Digest', 'Digest'];

/**
 * All SHA-256 digests that the request announces. Other algorithms are left alone, as RFC 9530 allows.
 * @throws SlipwayError INVALID_ARGUMENT for a SHA-256 that is none.
 */
export function announcedDigests(headers: IncomingHttpHeaders): AnnouncedDigest[] {
  const listed = LISTS.flatMap((from) => {
    const header = headers[from.toLowerCase()];
    const members = typeof header === 'string' ? header.split(',') : [];
    return members.flatMap((member) => {
      const value = /^\s*sha-256\s*=\s*(.*?)\s*$/i.exec(member)?.[1];
      return value === undefined ? [] : [{ sha256: fromBase64(value, from), from }];
    });
  });
  const hex = headers['x-content-sha256'];
  if (hex === undefined) return listed;
  const from = 'X-Content-SHA256';
  if (typeof hex !== 'string' || !/^[0-9a-f]{64}$/i.test(hex)) throw malformed(from, '64 hexadecimal digits');
  return [...listed, { sha256: hex.toLowerCase(), from }];
}

function fromBase64(value: string, from: string): string {
  const text = /^:(.*):$/.exec(value)?.[1] ?? value;
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== 32 || bytes.toString('base64') !== text) throw malformed(from, "'sha-256=:' with 44 characters of Base64 and ':'");
  return bytes.toString('hex');
}

function malformed(from: string, form: string): ReturnType<typeof invalid> {
  return invalid(from, 'digest', `${from} must be ${form}.`);
}
