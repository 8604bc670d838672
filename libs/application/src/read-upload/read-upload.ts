import { Injectable } from '@nestjs/common';
import { sizeOfPart } from '#application/begin-upload/upload-plan';
import { ArtifactStore } from '#application/ports/artifact-store';
import type { ArrivedPart } from '#application/ports/blob-store';
import { UploadStore, type StoredUpload, type UploadState } from '#application/ports/upload-store';
import type { CommandContext } from '#application/shared/command-context';
import { UploadParts } from './upload-parts.js';
import { visibleUpload, type UploadReference, type VisibleUpload } from './visible-upload.js';

/** Which parts of an upload to show. */
export interface ReadUploadQuery extends UploadReference {
  /** Only parts with a greater number. */
  readonly after?: number;
  readonly limit?: number;
  /** Only parts that have not arrived. */
  readonly missing?: boolean;
}

export interface PartView {
  readonly number: number;
  /** Bytes; null where the client decides and it has not arrived. */
  readonly size: number | null;
  readonly arrived: boolean;
  /** Where to put it; null once it has arrived. */
  readonly url: string | null;
  readonly urlExpiresAt: Date | null;
}

/** An upload, and some of its parts in order. */
export interface UploadView {
  readonly id: string;
  readonly model: string;
  readonly version: number;
  readonly path: string;
  readonly size: number | null;
  readonly sha256: string | null;
  readonly partSize: number | null;
  readonly partCount: number;
  readonly state: UploadState;
  /** Why it was given up. */
  readonly failure: string | null;
  readonly arrivedParts: number;
  readonly arrivedBytes: number;
  /** Bytes that were read while completing it. */
  readonly verifiedBytes: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly parts: readonly PartView[];
  /** `after` of the next page of parts; null at the end. */
  readonly nextAfter: number | null;
}

/** Parts that an answer shows unless it is asked for more: each carries an address. */
const USUAL_PARTS = 100;

/** Shows what of an upload has arrived, with fresh addresses for what has not: all that a client needs to go on after either side died. */
@Injectable()
export class ReadUpload {
  constructor(
    private readonly artifacts: ArtifactStore,
    private readonly uploads: UploadStore,
    private readonly parts: UploadParts,
  ) {}

  /** @throws SlipwayError NOT_FOUND, PERMISSION_DENIED, VERSION_DELETED, UNAVAILABLE. */
  async execute(context: CommandContext, query: ReadUploadQuery): Promise<UploadView> {
    const visible = await visibleUpload({ artifacts: this.artifacts, uploads: this.uploads }, context, query);
    return this.view(visible, query);
  }

  private async view({ model, upload }: VisibleUpload, query: ReadUploadQuery): Promise<UploadView> {
    const open = upload.state === 'open' && !upload.expired;
    const arrived = new Map(upload.state === 'open' ? (await this.parts.arrived(upload)).map((part) => [part.number, part]) : []);
    const numbers = open ? partNumbers(upload, arrived, query) : [];
    const shown = numbers.slice(0, query.limit ?? USUAL_PARTS);
    const addresses = await this.addresses(
      upload,
      shown.filter((number) => !arrived.has(number)),
    );
    const { id, version, path, size, sha256, partSize, partCount, state, failure, verifiedBytes, createdAt, expiresAt } = upload;
    const parts = shown.map((number) => ({
      number,
      size: arrived.get(number)?.size ?? sizeOfPart(upload, number),
      arrived: arrived.has(number),
      ...(addresses.get(number) ?? { url: null, urlExpiresAt: null }),
    }));
    return {
      ...{ id, model, version, path, size, sha256, partSize, partCount, state, failure, verifiedBytes, createdAt, expiresAt },
      arrivedParts: arrived.size,
      arrivedBytes: [...arrived.values()].reduce((sum, part) => sum + part.size, 0),
      parts,
      nextAfter: numbers.length > shown.length ? (shown.at(-1) ?? null) : null,
    };
  }

  private async addresses(upload: StoredUpload, numbers: readonly number[]): Promise<Map<number, Pick<PartView, 'url' | 'urlExpiresAt'>>> {
    if (numbers.length === 0) return new Map();
    const made = await this.parts.addresses(upload, numbers);
    return new Map(made.map(({ number, url, urlExpiresAt }) => [number, { url, urlExpiresAt }]));
  }
}

function partNumbers(upload: StoredUpload, arrived: ReadonlyMap<number, ArrivedPart>, query: ReadUploadQuery): number[] {
  const all = Array.from({ length: upload.partCount }, (_, index) => index + 1);
  return all.filter((number) => number > (query.after ?? 0) && (query.missing !== true || !arrived.has(number)));
}
