import type { FastifyReply } from 'fastify';
import type { ManifestFile } from '#domain/registry/manifest';

/** Types that no browser runs or interprets, by the ending of the name; everything else is bytes. */
const INERT: ReadonlyMap<string, string> = new Map([
  ['csv', 'text/csv; charset=utf-8'],
  ['gif', 'image/gif'],
  ['jpeg', 'image/jpeg'],
  ['jpg', 'image/jpeg'],
  ['json', 'application/json'],
  ['log', 'text/plain; charset=utf-8'],
  ['md', 'text/plain; charset=utf-8'],
  ['png', 'image/png'],
  ['txt', 'text/plain; charset=utf-8'],
  ['webp', 'image/webp'],
  ['yaml', 'text/plain; charset=utf-8'],
  ['yml', 'text/plain; charset=utf-8'],
]);

/** No origin, no script, no frame: `sandbox` alone would leave the rest to what is outside. */
const ARTIFACT_POLICY = "sandbox; default-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/** The strong ETag of a file: its bytes are known by their digest. */
export function artifactEtag(file: Pick<ManifestFile, 'sha256'>): string {
  return `"${file.sha256}"`;
}

/**
 * The headers of every answer that gives out artifact bytes (docs/reference/rest.md, Artifacts): whatever somebody has uploaded, a browser
 * saves it and runs nothing of it.
 */
export function setArtifactHeaders(reply: FastifyReply, file: ManifestFile): void {
  reply.header('content-type', contentType(file.path));
  reply.header('content-disposition', contentDisposition(file.path));
  reply.header('x-content-type-options', 'nosniff');
  reply.header('content-security-policy', ARTIFACT_POLICY);
  reply.header('cross-origin-resource-policy', 'same-origin');
  // Kept only with our consent: rights may be taken away.
  reply.header('cache-control', 'private, no-cache');
  reply.header('accept-ranges', 'bytes');
  reply.header('etag', artifactEtag(file));
  reply.header('repr-digest', `sha-256=:${Buffer.from(file.sha256, 'hex').toString('base64')}:`);
}

/** The type that a browser may know of a file; everything that it might run is bytes. */
export function contentType(path: string): string {
  const ending = /\.([A-Za-z]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  return INERT.get(ending) ?? 'application/octet-stream';
}

/**
 * `attachment` with the last part of the path as the name (RFC 6266): in ASCII with `_` for what old clients would misread, and in UTF-8
 * with percent signs (RFC 8187), so that nothing in a name can end the header or begin another.
 */
export function contentDisposition(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const plain = name.replace(/[^A-Za-z0-9 ._-]/gu, '_');
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
