import { Injectable } from '@nestjs/common';
import { BlobCareStore, type UnusedBlob } from '#application/ports/blob-care-store';
import { BlobStore } from '#application/ports/blob-store';
import { Clock } from '#application/ports/clock';
import { Journal } from '#application/ports/journal';
import { UnitOfWork } from '#application/ports/unit-of-work';
import type { CommandContext } from '#application/shared/command-context';

/** So long the bytes of a deleted version stay, so that a deletion by mistake can still be mended from the database's backup. */
export const KEPT_AFTER_DELETION_DAYS = 30;
/**
 * Younger bytes are never touched: a writer makes them before the row that refers to them, and no single upload through us takes this long
 * (uploads by parts have rows of their own from their first byte on).
 */
const YOUNGEST_MS = 24 * 3_600_000;
/** Blobs of one transaction. */
const BATCH = 100;
/** Stored objects of one page: what an S3 listing gives at a time. */
const PAGE = 1_000;

/** What to collect. */
export interface CollectGarbageCommand {
  /** Finds and counts, and removes nothing. */
  readonly dryRun: boolean;
  /**
   * Also removes stored bytes that no row knows. A schedule leaves them: they may be those of another installation that shares the store by
   * mistake, or of a database that was restored from an older backup; a person has looked at the dry run.
   */
  readonly strays: boolean;
  /** Days since the deletion of a version after which its bytes go (default 30; 0: at once). */
  readonly deletedForDays?: number;
  /** Told each thing that was found, when it was removed or would be. */
  readonly onFound?: (found: FoundGarbage) => void;
}

/** `deleted`: bytes of deleted versions, or that were replaced. `stray`: stored bytes that no row knows. */
export interface FoundGarbage extends UnusedBlob {
  readonly kind: 'deleted' | 'stray';
}

/** How much was removed, or in a dry run would be. */
export interface CollectGarbageResult {
  readonly deleted: number;
  readonly deletedBytes: number;
  readonly strays: number;
  readonly strayBytes: number;
}

/**
 * Removes stored bytes that no version and no upload refers to, and nothing else; safe beside running uploads and beside itself. First rows
 * without a living version (their bytes after the commit, so that a kill in between leaves only bytes that no row knows), then such bytes.
 */
@Injectable()
export class CollectGarbage {
  constructor(
    private readonly care: BlobCareStore,
    private readonly blobs: BlobStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  /** @throws SlipwayError UNAVAILABLE when the database or the store is away; what was removed until then stays removed. */
  async execute(context: CommandContext, command: CollectGarbageCommand): Promise<CollectGarbageResult> {
    const now = this.clock.now().getTime();
    const deletedBefore = new Date(now - (command.deletedForDays ?? KEPT_AFTER_DELETION_DAYS) * 86_400_000);
    const writtenBefore = new Date(now - YOUNGEST_MS);
    const deleted = await this.collectDeleted(context, command, writtenBefore, deletedBefore);
    const strays = command.strays ? await this.collectStrays(context, command, writtenBefore) : [];
    return {
      deleted: deleted.length,
      deletedBytes: bytesOf(deleted),
      strays: strays.length,
      strayBytes: bytesOf(strays),
    };
  }

  private async collectDeleted(
    context: CommandContext,
    command: CollectGarbageCommand,
    writtenBefore: Date,
    deletedBefore: Date,
  ): Promise<readonly UnusedBlob[]> {
    const collected: UnusedBlob[] = [];
    for (let after: string | null = null; ;) {
      const page = await this.care.pageOfBlobs(context.workspace, after, writtenBefore, deletedBefore);
      for (let i = 0; i < page.unused.length; i += BATCH) {
        const batch = page.unused.slice(i, i + BATCH);
        const gone = command.dryRun ? batch : await this.drop(context, batch, deletedBefore);
        for (const blob of gone) command.onFound?.({ ...blob, kind: 'deleted' });
        collected.push(...gone);
      }
      if (page.next === null) return collected;
      after = page.next;
    }
  }

  /** @returns those that were really unused when their rows were locked. */
  private async drop(context: CommandContext, batch: readonly UnusedBlob[], deletedBefore: Date): Promise<readonly UnusedBlob[]> {
    for (const { key } of batch) await this.blobs.unsettle(key);
    const ids = batch.map((blob) => blob.key.id);
    const gone = await this.unitOfWork.run(async (tx) => {
      const dropped = await this.care.dropUnused(tx, context.workspace, ids, deletedBefore);
      if (dropped.length > 0) await this.journal.record(tx, context, { modelId: null, events: [], audit: [entryOf(dropped, 'deleted')] });
      return dropped;
    });
    const goneIds = new Set(gone.map((blob) => blob.key.id));
    for (const { key } of batch) await (goneIds.has(key.id) ? this.blobs.delete(key) : this.blobs.settle(key));
    return gone;
  }

  private async collectStrays(
    context: CommandContext,
    command: CollectGarbageCommand,
    writtenBefore: Date,
  ): Promise<readonly UnusedBlob[]> {
    const collected: UnusedBlob[] = [];
    for (let after: string | null = null; ;) {
      const page = await this.blobs.list(after, PAGE);
      const old = page.objects.filter(({ key, modifiedAt }) => key.workspace === context.workspace && modifiedAt < writtenBefore);
      const known =
        old.length === 0
          ? new Set<string>()
          : await this.care.known(
              context.workspace,
              old.map(({ key }) => key.id),
            );
      const strays = old.flatMap(({ key, size }) => (known.has(key.id) ? [] : [{ key, size }]));
      for (let i = 0; i < strays.length; i += BATCH) {
        const batch = strays.slice(i, i + BATCH);
        if (!command.dryRun) await this.removeStrays(context, batch);
        for (const stray of batch) command.onFound?.({ ...stray, kind: 'stray' });
        collected.push(...batch);
      }
      if (page.next === null) return collected;
      after = page.next;
    }
  }

  /** The audit entry comes first: bytes that nobody wrote down must not go. Where it is killed in between, what is left is found and written down again. */
  private async removeStrays(context: CommandContext, strays: readonly UnusedBlob[]): Promise<void> {
    await this.unitOfWork.run((tx) => this.journal.record(tx, context, { modelId: null, events: [], audit: [entryOf(strays, 'stray')] }));
    for (const { key } of strays) await this.blobs.delete(key);
  }
}

function entryOf(blobs: readonly UnusedBlob[], kind: FoundGarbage['kind']) {
  return {
    action: 'artifacts.collect',
    outcome: 'done',
    objectType: 'workspace',
    objectId: 'artifacts',
    data: { kind, blobs: blobs.map((blob) => blob.key.id), bytes: bytesOf(blobs) },
  } as const;
}

function bytesOf(blobs: readonly UnusedBlob[]): number {
  return blobs.reduce((sum, blob) => sum + blob.size, 0);
}
