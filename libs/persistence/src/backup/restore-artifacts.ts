import type pg from 'pg';
import { BlobDamagedError, type BlobKey, type BlobStore } from '#application/ports/blob-store';
import { SlipwayError } from '#domain/errors/slipway-error';
import { BackupError, type ManifestLine } from './backup-format.js';
import type { Frame } from './backup-reader.js';

/** Stored blobs asked for at a time. */
const PAGE = 1_000;
const NAMED = 100;

/** The bytes in the backup were not whole when it was made. */
class NotWhole extends Error {}

/** Puts the bytes of artifacts, where the backup has them, under the keys that the rows name; what is there already and whole stays. */
export async function restoreArtifacts(
  client: pg.Client,
  frames: AsyncIterator<Frame, void>,
  first: Frame | undefined,
  blobs: BlobStore,
): Promise<void> {
  let frame = first;
  const next = async (): Promise<void> => void (frame = (await frames.next()).value ?? undefined);
  for (; frame !== undefined; await next()) {
    const { workspace, id, kind } = frame.line;
    if ((kind !== 'blob' && kind !== 'blob-end') || workspace === undefined || id === undefined) continue;
    const key = { workspace, id };
    const wanted = await digestOf(client, key);
    const there = await isWhole(blobs, key, wanted);
    const content = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
      for (; frame?.line.kind === 'blob'; await next()) yield frame.content;
      if (frame?.line.finding !== undefined) throw new NotWhole(frame.line.finding);
    };
    try {
      if (there) for await (const _ of content());
      else await put(blobs, key, content(), wanted);
    } catch (error) {
      // Said at the end, with everything else that is missing.
      if (!(error instanceof NotWhole)) throw error;
    }
  }
}

async function put(blobs: BlobStore, key: BlobKey, content: AsyncIterable<Uint8Array>, wanted: string): Promise<void> {
  await blobs.write(key, content, ({ sha256 }) => {
    if (sha256 !== wanted) throw new BackupError(`The bytes of ${key.id} are not those that the rows of the backup name.`);
  });
  await blobs.settle(key);
}

/** Artifacts that versions refer to and whose bytes are not in the store, or not as long as they should be. */
export async function missingArtifacts(
  client: pg.Client,
  blobs: BlobStore,
): Promise<{ readonly count: number; readonly first: readonly (ManifestLine & { readonly usedBy: string })[] }> {
  await client.query('CREATE TEMP TABLE stored_blob (workspace text, id text, size bigint, PRIMARY KEY (workspace, id))');
  for (let after: string | null = null; ;) {
    const { objects, next } = await blobs.list(after, PAGE);
    await client.query('INSERT INTO stored_blob SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[]) ON CONFLICT DO NOTHING', [
      objects.map(({ key }) => key.workspace),
      objects.map(({ key }) => key.id),
      objects.map(({ size }) => size),
    ]);
    if (next === null) break;
    after = next;
  }
  const { rows } = await client.query<{ workspace: string; id: string; size: string; sha256: string; used_by: string; count: string }>(
    `SELECT b.workspace, b.id, b.size, b.sha256, count(*) OVER () AS count,
            (SELECT format('%s version %s: %s', m.name, v.version, a.path) FROM version_artifact a
             JOIN model_version v ON v.id = a.version_id JOIN registered_model m ON m.id = v.model_id WHERE a.blob_id = b.id LIMIT 1) AS used_by
     FROM blob b LEFT JOIN stored_blob s ON s.workspace = b.workspace AND s.id = b.id AND s.size = b.size
     WHERE s.id IS NULL AND EXISTS (SELECT FROM version_artifact a WHERE a.blob_id = b.id) ORDER BY b.id LIMIT ${NAMED}`,
  );
  const first = rows.map(({ workspace, id, size, sha256, used_by }) => ({ workspace, id, size: Number(size), sha256, usedBy: used_by }));
  return { count: Number(rows[0]?.count ?? 0), first };
}

async function digestOf(client: pg.Client, { workspace, id }: BlobKey): Promise<string> {
  const { rows } = await client.query<{ sha256: string }>('SELECT sha256 FROM blob WHERE workspace = $1 AND id = $2', [workspace, id]);
  return rows[0]?.sha256 ?? '';
}

async function isWhole(blobs: BlobStore, key: BlobKey, wanted: string): Promise<boolean> {
  try {
    return (await blobs.digest(key)).sha256 === wanted;
  } catch (error) {
    // A store that was never written to is not there either; one that is away says so when it is written to.
    if (error instanceof BlobDamagedError || (error instanceof SlipwayError && error.code === 'UNAVAILABLE')) return false;
    throw error;
  }
}
