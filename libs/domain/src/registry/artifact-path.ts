import { invalid } from '../errors/slipway-error.js';
import { codePoints, foldCase, fullyDecode, hasLoneSurrogate, hasUnprintable, utf8Bytes } from './text.js';

/** docs/reference/rest.md, Limits: path parameters. */
export const MAX_ARTIFACT_PATH = 4096;
/** What common file systems take for one name (ext4, APFS, NTFS). */
export const MAX_PATH_SEGMENT_BYTES = 255;

/**
 * Gives the path back if a version's artifact may have it: relative, `/` between segments, none of them empty, `.` or `..` (nor after any
 * number of URL decodings), no backslash, nothing unprintable, NFC, at most 4,096 characters and 255 bytes a segment.
 * Throws INVALID_ARGUMENT at `pointer`.
 */
export function checkArtifactPath(path: string, pointer = '/path'): string {
  const refuse = (message: string) => invalid(pointer, 'artifact_path', message);
  if (path === '') throw refuse('An artifact path must not be empty');
  if (codePoints(path) > MAX_ARTIFACT_PATH) throw refuse(`An artifact path has at most ${MAX_ARTIFACT_PATH} characters`);
  if (hasLoneSurrogate(path)) throw refuse('An artifact path must not contain a lone surrogate');
  if (hasUnprintable(path)) throw refuse('An artifact path must not contain NUL, control or bidirectional characters');
  if (path.normalize('NFC') !== path) throw refuse('An artifact path must be in Unicode normalization form C');
  if (path.includes('\\')) throw refuse("An artifact path must not contain a backslash: segments are joined by '/'");
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) throw refuse('An artifact path must be relative');
  for (const segment of path.split('/')) {
    if (segment === '') throw refuse('An artifact path must not have empty segments');
    if (utf8Bytes(segment) > MAX_PATH_SEGMENT_BYTES) {
      throw refuse(`A segment of an artifact path has at most ${MAX_PATH_SEGMENT_BYTES} bytes`);
    }
    if (climbs(segment)) throw refuse("An artifact path must not have '.' or '..' segments, in any encoding");
  }
  return path;
}

/**
 * What two paths share that a common file system cannot tell apart (case-insensitive, compatibility-normalising): such a pair collides
 * within one version.
 */
export function foldArtifactPath(path: string): string {
  return foldCase(path.normalize('NFKC')).normalize('NFKC');
}

/** True for a segment that leads elsewhere, also where it is percent-encoded or a compatibility form (U+2024, U+FF0F). */
function climbs(segment: string): boolean {
  const decoded = fullyDecode(segment).normalize('NFKC');
  return decoded.includes('\0') || decoded.split(/[/\\]/).some((part) => part === '.' || part === '..');
}
