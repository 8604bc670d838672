import { foldArtifactPath } from '#domain/registry/artifact-path';
import { sha256Hex } from '#platform/crypto/digest';

/** What a path is found by: SHA-256 of its folded form, because an index entry has no room for 4,096 characters. */
export function pathKey(path: string): string {
  return sha256Hex(foldArtifactPath(path));
}

/** The keys of all folders that a path needs, outermost first. */
export function folderKeys(path: string): string[] {
  const segments = foldArtifactPath(path).split('/');
  return segments.slice(1).map((_, index) => sha256Hex(segments.slice(0, index + 1).join('/')));
}
