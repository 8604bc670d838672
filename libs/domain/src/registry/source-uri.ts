import { invalid } from '../errors/slipway-error.js';
import { codePoints, fullyDecode, hasLoneSurrogate, hasUnprintable } from './text.js';

/** As long as a path parameter may be (docs/reference/rest.md, Limits). */
export const MAX_SOURCE_URI = 4096;

/** RFC 3986, 3.1, with at least two characters: `C:\...` is a Windows path, not a scheme. */
const SHAPE = /^([A-Za-z][A-Za-z0-9+.-]+):(.+)$/s;

/** They run or carry content where a link is expected. */
const ACTIVE_SCHEMES = ['javascript', 'vbscript', 'data', 'blob'];
/** A client that loads the model would read its own disk; MLflow's server takes them only inside a run's own folder. */
const LOCAL_SCHEMES = ['file'];
/** Azure writes its container where others write a user: `abfss://container@account.dfs.core.windows.net/path`. */
const CONTAINER_SCHEMES = ['wasb', 'wasbs', 'abfs', 'abfss'];

/**
 * Gives the URI back if a version may name it as the place of bytes that Slipway does not store: `scheme:rest`, at most 4,096 characters,
 * no user or password, no `.` or `..` segment and no NUL after any number of URL decodings, no backslash, blank or unprintable character.
 * Nothing is fetched from it. Throws INVALID_ARGUMENT at `pointer`.
 */
export function checkSourceUri(uri: string, pointer: string): string {
  const refuse = (message: string) => invalid(pointer, 'source', message);
  if (codePoints(uri) > MAX_SOURCE_URI) throw refuse(`A source has at most ${MAX_SOURCE_URI} characters`);
  if (hasLoneSurrogate(uri)) throw refuse('A source must not contain a lone surrogate');
  if (hasUnprintable(uri) || /^\s|\s$/.test(uri))
    throw refuse('A source must not contain control or bidirectional characters or outer blanks');
  const [, scheme = '', rest = ''] = SHAPE.exec(uri) ?? [];
  if (scheme === '') throw refuse("A source is a URI such as 's3://bucket/path': scheme, colon, place");
  const lower = scheme.toLowerCase();
  if (ACTIVE_SCHEMES.includes(lower)) throw refuse(`A source must not use the scheme '${lower}'`);
  if (LOCAL_SCHEMES.includes(lower)) throw refuse('A source must not be a local file: upload it as an artifact instead');
  const decoded = fullyDecode(rest);
  if (hasUnprintable(decoded)) throw refuse('A source must not contain NUL or control characters, in any encoding');
  if (decoded.includes('\\')) throw refuse('A source must not contain a backslash, in any encoding');
  if (decoded.split(/[/?#]/).some((segment) => segment === '.' || segment === '..')) {
    throw refuse("A source must not have '.' or '..' segments, in any encoding");
  }
  if (/^\/*$/.test(decoded)) throw refuse('A source must name a place after its scheme');
  if (hasUserinfo(rest, lower)) throw refuse('A source must not contain a user name or password: it is shown to every reader');
  return uri;
}

function hasUserinfo(rest: string, scheme: string): boolean {
  if (!rest.startsWith('//')) return false;
  const authority = fullyDecode(/^\/\/([^/?#]*)/.exec(rest)?.[1] ?? '');
  const at = authority.lastIndexOf('@');
  if (at < 0) return false;
  return !CONTAINER_SCHEMES.includes(scheme) || /[:@]/.test(authority.slice(0, at));
}
