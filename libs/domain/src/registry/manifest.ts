import { canonicalJson } from '../audit/canonical-json.js';

/** One file of a version. */
export interface ManifestFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** SHA-256 of all its bytes, 64 hexadecimal digits in lower case. */
  readonly sha256: string;
}

/** How the digest of a manifest is made; named beside every digest so that a later way can be told from this one. */
export const MANIFEST_ALGORITHM = 'sha256';

/** The files in the order in which the manifest lists them: by UTF-16 code units of the path, the same on every machine and in every language setting. */
export function inManifestOrder<T extends { readonly path: string }>(files: readonly T[]): T[] {
  return [...files].sort((one, other) => (one.path < other.path ? -1 : one.path > other.path ? 1 : 0));
}

/**
 * The digest that a version's bytes are known by from its registration on: SHA-256 of the canonical JSON (RFC 8785) of the files in manifest
 * order, each as `{path, sha256, size}`. `sha256` gives the hexadecimal digest of a text as UTF-8.
 */
export function manifestDigest(files: readonly ManifestFile[], sha256: (text: string) => string): string {
  return sha256(canonicalJson(inManifestOrder(files).map(({ path, size, sha256: digest }) => ({ path, size, sha256: digest }))));
}

/** Bytes of all files together. */
export function totalBytes(files: readonly ManifestFile[]): number {
  return files.reduce((sum, file) => sum + file.size, 0);
}

/** What a client says that a version's manifest must hold; a member that is absent is not compared. */
export interface ExpectedFile {
  readonly path: string;
  readonly size?: number;
  readonly sha256?: string;
}

/** One difference between what was expected and what is there. */
export interface ManifestDifference {
  readonly code: 'missing' | 'unexpected' | 'size' | 'sha256';
  readonly path: string;
  readonly message: string;
}

/** All differences between a manifest and what a client expects of it, in manifest order. */
export function manifestDifferences(files: readonly ManifestFile[], expected: readonly ExpectedFile[]): ManifestDifference[] {
  const wanted = new Map(expected.map((file) => [file.path, file]));
  const there = new Set(files.map((file) => file.path));
  const differences: ManifestDifference[] = [];
  for (const { path } of inManifestOrder(expected)) {
    if (!there.has(path)) differences.push({ code: 'missing', path, message: `"${path}" was not uploaded.` });
  }
  for (const file of inManifestOrder(files)) {
    const want = wanted.get(file.path);
    if (want === undefined)
      differences.push({ code: 'unexpected', path: file.path, message: `"${file.path}" was uploaded but is not expected.` });
    else if (want.size !== undefined && want.size !== file.size) {
      differences.push({ code: 'size', path: file.path, message: `"${file.path}" has ${file.size} bytes, not ${want.size}.` });
    } else if (want.sha256 !== undefined && want.sha256.toLowerCase() !== file.sha256) {
      differences.push({
        code: 'sha256',
        path: file.path,
        message: `"${file.path}" has the SHA-256 ${file.sha256}, not ${want.sha256.toLowerCase()}.`,
      });
    }
  }
  return differences;
}
