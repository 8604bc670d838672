import { Injectable } from '@nestjs/common';
import { AuditStore, type SignedCheckpoint } from '#application/ports/audit-store';
import { Journal } from '#application/ports/journal';
import { UnitOfWork } from '#application/ports/unit-of-work';
import { requireServiceWide } from '#application/shared/access';
import type { CommandContext } from '#application/shared/command-context';
import { SignCheckpoint } from '#application/sign-checkpoint/sign-checkpoint';

/** Entries read at a time: what an export keeps in memory, however long it is. */
const PAGE = 500;

export interface AuditRange {
  /** First position; 1 unless given. */
  readonly since?: number;
  /** Last position; the newest sealed entry unless given. */
  readonly until?: number;
}

/**
 * The sealed log as lines of JSON, in the order of the chain: one `{position, prevHash, hash, entry}` a line, then
 * `{"end": {first, last, checkpoint}}` with the newest checkpoint from `first` on (null where there is none). A file without its end was cut
 * off. `npm run audit:verify` reads it.
 */
@Injectable()
export class ExportAudit {
  constructor(
    private readonly store: AuditStore,
    private readonly checkpoints: SignCheckpoint,
    private readonly unitOfWork: UnitOfWork,
    private readonly journal: Journal,
  ) {}

  /**
   * Notes in the log who exported what, then gives the lines (each with its line feed) as they are asked for.
   * @throws SlipwayError PERMISSION_DENIED for all but administrators.
   */
  async execute(context: CommandContext, range: AuditRange): Promise<AsyncIterable<string>> {
    requireServiceWide(context.actor, 'admin.audit-export');
    // A log that was tampered with is exported all the same: that is when it is needed most.
    const signed = await this.checkpoints.executeIfSound(context.workspace);
    // What is sealed from here on is left to the next export: nobody has vouched for it yet.
    const head = signed ?? (await this.store.head(context.workspace));
    const first = range.since ?? 1;
    const { until = Number.MAX_SAFE_INTEGER } = range;
    const last = Math.min(until, head?.position ?? 0);
    // Where it could not be signed now and no end was asked for, also one past the last entry: it says that entries are missing.
    const vouches = signed !== null && signed.position <= until && signed.position >= first;
    const checkpoint = vouches ? signed : await this.store.newestCheckpoint(context.workspace, first, range.until);
    await this.unitOfWork.run((tx) =>
      this.journal.record(tx, context, {
        modelId: null,
        events: [],
        audit: [{ action: 'audit.export', outcome: 'done', objectType: 'audit', objectId: context.workspace, data: { first, last } }],
      }),
    );
    return this.lines(context.workspace, first, last, checkpoint);
  }

  private async *lines(
    workspace: string,
    first: number,
    last: number,
    checkpoint: SignedCheckpoint | null,
  ): AsyncGenerator<string, void, undefined> {
    let next = first;
    while (next <= last) {
      const page = await this.store.sealed(workspace, next, Math.min(PAGE, last - next + 1));
      if (page.length === 0) break;
      let text = '';
      for (const { position, prevHash, hash, entry } of page) text += `${JSON.stringify({ position, prevHash, hash, entry })}\n`;
      yield text;
      next = (page.at(-1)?.position ?? last) + 1;
    }
    const { payload, signature, keyId } = checkpoint ?? {};
    yield `${JSON.stringify({ end: { first, last: next - 1, checkpoint: checkpoint === null ? null : { payload, signature, keyId } } })}\n`;
  }
}
