import type { IncomingHttpHeaders } from 'node:http';
import { SlipwayError } from '#domain/errors/slipway-error';

/** So much of what a client wrote is worth repeating to it. */
const SHOWN = 100;

/** The refusal of a body that is compressed (RFC 9110, section 8.4): what arrives is read, measured and stored as it is. Null for any other body. */
export function contentCodingError(headers: IncomingHttpHeaders): SlipwayError | null {
  const coding = headers['content-encoding'] ?? 'identity';
  // The name of a coding is case-insensitive (section 8.4.1).
  if (coding.toLowerCase() === 'identity') return null;
  const shown = JSON.stringify(coding.slice(0, SHOWN));
  return new SlipwayError('UNSUPPORTED_MEDIA_TYPE', `Bodies are taken as they are: send this one without Content-Encoding ${shown}.`);
}
