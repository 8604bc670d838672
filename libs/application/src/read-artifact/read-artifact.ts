import { Injectable } from '@nestjs/common';
import { SlipwayError } from '#domain/errors/slipway-error';
import { checkArtifactPath } from '#domain/registry/artifact-path';
import type { ManifestFile } from '#domain/registry/manifest';
import { ArtifactStore, type StoredArtifact } from '#application/ports/artifact-store';
import { BlobDamagedError, BlobStore, type ByteSpan, type DirectAnswer } from '#application/ports/blob-store';
import { notFound } from '#application/shared/access';
import type { CommandContext } from '#application/shared/command-context';
import { IntegrityRegister } from '#application/verify-version/integrity-register';
import { visibleVersion, type VersionReference } from './visible-version.js';

/** One file of a version. */
export interface ReadArtifactQuery extends VersionReference {
  readonly path: string;
}

/** A file that can be read; what its bytes are is known before any of them is. */
export interface ReadableArtifact extends ManifestFile {
  readonly createdAt: Date;
  /**
   * The bytes of a span. Resolves when its first piece is verified; a bad chunk later on makes the iteration throw before any byte of that
   * chunk was given out.
   * @throws SlipwayError VERSION_DAMAGED, after the damage has been written down; UNAVAILABLE.
   */
  open(span: ByteSpan): Promise<AsyncIterable<Uint8Array>>;
  /**
   * Where the store itself gives out the file, not verified chunk by chunk (`verify` and the scrub look at it); null where it cannot.
   * @throws SlipwayError UNAVAILABLE.
   */
  address(answer: DirectAnswer): Promise<string | null>;
}

/** Reads the bytes of one file, each chunk verified before it is given out. */
@Injectable()
export class ReadArtifact {
  constructor(
    private readonly artifacts: ArtifactStore,
    private readonly blobs: BlobStore,
    private readonly integrity: IntegrityRegister,
  ) {}

  /** @throws SlipwayError NOT_FOUND, VERSION_DELETED; VERSION_DAMAGED where the bytes are known to be damaged. */
  async execute(context: CommandContext, query: ReadArtifactQuery): Promise<ReadableArtifact> {
    const path = checkArtifactPath(query.path);
    const { model, version } = await visibleVersion(this.artifacts, context, query, 'model.read');
    const file = await this.artifacts.findFile(version.versionId, path);
    if (file === null) throw notFound(`artifact "${path}" of version ${version.version} of model "${model}"`);
    if (file.damaged) throw damaged(model, version.version, path);
    const { size, sha256, createdAt } = file;
    const pieces = (span: ByteSpan) => this.pieces(context, { model, version: version.version, path }, file, span);
    const address = (answer: DirectAnswer) => this.blobs.readAddress(file.blob.key, answer);
    return { path, size, sha256, createdAt, open: async (span) => withFirst(pieces(span)), address };
  }

  private async *pieces(
    context: CommandContext,
    query: ReadArtifactQuery,
    file: StoredArtifact,
    span: ByteSpan,
  ): AsyncGenerator<Uint8Array> {
    try {
      yield* this.blobs.read(file.blob, span);
    } catch (error) {
      if (!(error instanceof BlobDamagedError)) throw error;
      const { key, finding } = error;
      const known = await this.integrity.record(context, { blobs: [{ id: key.id, finding }], damaged: true, foundBy: 'download' });
      if (known.length > 0) throw damaged(query.model, query.version, query.path, error);
      throw new SlipwayError('UNAVAILABLE', `The file "${query.path}" was replaced at this very moment; read it again.`, { retryAfter: 1 });
    }
  }
}

/** The same pieces, once the first of them is there. Not a generator: one that was never begun would not close the file when it is dropped. */
async function withFirst(pieces: AsyncGenerator<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  // Forgotten once it is given out: it is as large as a chunk.
  let first: IteratorResult<Uint8Array> | undefined = await pieces.next();
  const iterator: AsyncIterator<Uint8Array> = {
    async next() {
      const given = first;
      first = undefined;
      return given ?? pieces.next();
    },
    return: () => pieces.return(undefined),
  };
  return { [Symbol.asyncIterator]: () => iterator };
}

/** The one answer for bytes that do not match what was registered. */
function damaged(model: string, version: number, path: string, cause?: unknown): SlipwayError {
  return new SlipwayError(
    'VERSION_DAMAGED',
    `The stored bytes of "${path}" in version ${version} of model "${model}" do not match their digest. Restore the file from a backup and verify the version, or register a new version.`,
    { extra: { model, version, path }, ...(cause === undefined ? {} : { cause }) },
  );
}
