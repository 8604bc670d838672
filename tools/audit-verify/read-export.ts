import { open } from 'node:fs/promises';
import type { SealedEntry } from '#domain/audit/audit-chain';
import type { JsonValue } from '#domain/audit/canonical-json';

/** Longer than any entry that the service takes (bodies end at 4 MB); a file without line breaks must not fill the memory. */
const MAX_LINE = 64 * 1024 * 1024;

/** A checkpoint as it was published: the signed text and its signature. Nothing else that stands beside them counts. */
export interface PublishedCheckpoint {
  readonly payload: string;
  readonly signature: string;
  /** The key that it says it was signed by: for messages alone. */
  readonly keyId?: string;
}

/** The last line of an export. */
export interface ExportEnd {
  readonly first: number;
  readonly last: number;
  readonly checkpoint: PublishedCheckpoint | null;
}

/** A line that no export has; the message names it for people. */
export class MalformedLine extends Error {}

/** The lines of a file without their line feeds, read piece by piece. Throws MalformedLine where one is not UTF-8 or far too long. */
export async function* linesOf(path: string): AsyncGenerator<string, void, undefined> {
  const file = await open(path);
  try {
    let rest: Buffer[] = [];
    let length = 0;
    for await (const chunk of file.createReadStream({ autoClose: false })) {
      let bytes: Buffer = chunk;
      for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10)) {
        yield decode([...rest, bytes.subarray(0, end)]);
        bytes = bytes.subarray(end + 1);
        rest = [];
        length = 0;
      }
      if (bytes.length > 0) rest.push(bytes);
      length += bytes.length;
      if (length > MAX_LINE) throw new MalformedLine('it is longer than any line of an export');
    }
    if (length > 0) yield decode(rest);
  } finally {
    await file.close();
  }
}

/** Reads one line: an entry with its seal, or the end. Throws MalformedLine for anything that the export does not write exactly so. */
export function parseLine(text: string): { readonly entry: SealedEntry } | { readonly end: ExportEnd } {
  const value = parse(text);
  // What JSON allows beside (repeated members, blanks) would be read by others in another way than by us.
  if (!isObject(value) || JSON.stringify(value) !== text) throw new MalformedLine('it is not written as an export writes it');
  const { end } = value;
  if (end !== undefined && Object.keys(value).length === 1) return { end: endOf(end) };
  const { position, prevHash, hash, entry } = value;
  const exact = Object.keys(value).length === 4 && entry !== undefined;
  if (!exact || typeof position !== 'number' || typeof prevHash !== 'string' || typeof hash !== 'string') {
    throw new MalformedLine('it is not {position, prevHash, hash, entry}');
  }
  return { entry: { position, prevHash, hash, entry } };
}

/** Reads a checkpoint out of JSON with `payload` and `signature`, as GET /audit/checkpoint answers it; undefined for anything else. */
export function checkpointOf(value: unknown): PublishedCheckpoint | undefined {
  if (typeof value !== 'object' || value === null || !('payload' in value) || !('signature' in value)) return undefined;
  const { payload, signature } = value;
  if (typeof payload !== 'string' || typeof signature !== 'string') return undefined;
  // It may come from anybody and goes to a terminal: only what an id looks like is repeated.
  const named = 'keyId' in value && typeof value.keyId === 'string' && /^[0-9a-f]{16}$/.test(value.keyId) ? value.keyId : undefined;
  return { payload, signature, ...(named === undefined ? {} : { keyId: named }) };
}

function endOf(value: JsonValue): ExportEnd {
  if (!isObject(value)) throw new MalformedLine('its end is not an object');
  const { first, last, checkpoint } = value;
  const published = checkpoint === null ? null : checkpointOf(checkpoint);
  if (typeof first !== 'number' || typeof last !== 'number' || published === undefined) {
    throw new MalformedLine('its end is not {first, last, checkpoint}');
  }
  return { first, last, checkpoint: published };
}

function parse(text: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch {
    throw new MalformedLine('it is not JSON');
  }
}

function decode(parts: readonly Buffer[]): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(parts));
  } catch {
    throw new MalformedLine('it is not UTF-8');
  }
}

function isObject(value: JsonValue): value is { readonly [key: string]: JsonValue | undefined } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
