import { Injectable } from '@nestjs/common';
import type { SystemActor } from '#domain/access/actor';
import { dataOf } from '#application/approve-promotion/approve-promotion';
import { ArtifactStore, type BlobUser, type Integrity } from '#application/ports/artifact-store';
import { EffectsSignal } from '#application/ports/effects-signal';
import { Journal } from '#application/ports/journal';
import { PromotionStore } from '#application/ports/promotion-store';
import { UnitOfWork, type Transaction } from '#application/ports/unit-of-work';
import { closePromotion } from '#application/shared/close-promotion';
import type { CommandContext } from '#application/shared/command-context';
import { newEvent } from '#application/shared/new-event';

/** Nobody damages a version: the service finds it, whoever was reading. */
const FINDER: SystemActor = { type: 'system', id: 'system', name: 'Slipway' };

/** What a reader found out about blobs. */
export interface IntegrityFinding {
  /** What is wrong with each, or why it counts as whole again. */
  readonly blobs: readonly { readonly id: string; readonly finding: string }[];
  readonly damaged: boolean;
  /** Through what it was found: `download`, `verify`. */
  readonly foundBy: string;
}

/**
 * Writes down that stored bytes are damaged (or whole again), with all that follows: every version that refers to them, its event and audit
 * entry, and the end of its open promotions, in one transaction. From its commit on no promotion of these versions passes.
 */
@Injectable()
export class IntegrityRegister {
  constructor(
    private readonly artifacts: ArtifactStore,
    private readonly promotions: PromotionStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly journal: Journal,
    private readonly signal: EffectsSignal,
  ) {}

  /** @returns the ids of the blobs that are still there; one that was replaced meanwhile is nobody's damage. */
  async record(reader: CommandContext, finding: IntegrityFinding): Promise<readonly string[]> {
    const context: CommandContext = { ...reader, actor: FINDER, door: 'automation', idempotency: null };
    const ids = finding.blobs.map((blob) => blob.id);
    const found = await this.unitOfWork.run(async (tx) => {
      // Always in the order of the models' ids, so that two findings wait for each other and never in a circle.
      const users = await this.artifacts.usersOf(context.workspace, ids, tx);
      for (const modelId of new Set(users.map((user) => user.modelId))) await this.promotions.lockModel(tx, modelId);
      const known = await this.artifacts.markBlobs(tx, context.workspace, ids, finding.damaged);
      for (const user of await this.artifacts.usersOf(context.workspace, known, tx)) await this.recordVersion(tx, context, user, finding);
      return known;
    });
    this.signal.wake();
    return found;
  }

  private async recordVersion(tx: Transaction, context: CommandContext, user: BlobUser, finding: IntegrityFinding): Promise<void> {
    // A version that is still open has no integrity to lose: `finalize` refuses it while it holds a damaged file.
    if (user.status !== 'READY') return;
    if (!finding.damaged && (user.integrity !== 'damaged' || (await this.artifacts.hasDamagedBlob(tx, user.versionId)))) return;
    const integrity: Integrity = finding.damaged ? 'damaged' : 'verified';
    if (!(await this.artifacts.setIntegrity(tx, user.versionId, integrity))) return;
    const findings = [...new Set(finding.blobs.map((blob) => blob.finding))];
    const data = { version: user.version, paths: user.paths, before: user.integrity, after: integrity, findings, foundBy: finding.foundBy };
    const at = await this.journal.record(tx, context, {
      modelId: user.modelId,
      events: [newEvent('version.updated', { version: user.version, changed: ['integrity'], integrity })],
      audit: [
        {
          action: finding.damaged ? 'version.damage' : 'version.restore',
          outcome: 'done',
          objectType: 'version',
          objectId: user.versionId,
          data,
        },
      ],
    });
    await this.artifacts.stamp(tx, user.versionId, at);
    await this.promotions.touchStageRevision(tx, user.modelId);
    if (finding.damaged) await this.voidPromotions(tx, context, user);
  }

  private async voidPromotions(tx: Transaction, context: CommandContext, user: BlobUser): Promise<void> {
    for (const { id } of await this.promotions.openRequestsOfVersion(tx, user.versionId)) {
      const stored = await this.promotions.find(context.workspace, id, tx);
      if (stored === null) continue;
      await closePromotion({ promotions: this.promotions, journal: this.journal }, tx, context, stored, {
        act: 'void',
        event: 'promotion.voided',
        action: 'promotion.void',
        reason: `The stored bytes of version ${user.version} do not match their digest.`,
        data: dataOf(stored),
      });
    }
  }
}
