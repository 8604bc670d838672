import { Injectable } from '@nestjs/common';
import { GENESIS_HASH, sealEntry, type Seal } from '#domain/audit/audit-chain';
import { AuditCrypto } from '#application/ports/audit-crypto';
import { AuditStore } from '#application/ports/audit-store';
import { UnitOfWork } from '#application/ports/unit-of-work';

/** Entries chained in one transaction: some 30 ms, so that nobody's lock or statement limit is near. */
const BATCH = 500;

/**
 * Chains audit entries after their commit (rule 11): a chain written inside the transactions would make every commit wait for the one
 * before it. The chain's order is the order of sealing: a transaction that commits late is sealed late, wherever its entry's own number
 * stands. Safe to run anywhere at once: one sealer works, the others find nothing to do.
 */
@Injectable()
export class SealAudit {
  constructor(
    private readonly store: AuditStore,
    private readonly crypto: AuditCrypto,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Seals until nothing waits or another sealer is at work. @returns how many entries it sealed. */
  async execute(workspace: string): Promise<number> {
    let sealed = 0;
    while (await this.store.hasUnsealed(workspace)) {
      const count = await this.sealBatch(workspace);
      sealed += count;
      if (count === 0) break;
    }
    return sealed;
  }

  private sealBatch(workspace: string): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      if (!(await this.store.lockChain(tx, workspace))) return 0;
      const head = await this.store.head(workspace, tx);
      const entries = await this.store.unsealed(tx, workspace, BATCH);
      let { position, hash } = head ?? { position: 0, hash: GENESIS_HASH };
      const seals = entries.map((entry): Seal & { entryId: string } => {
        const seal = sealEntry(hash, position + 1, entry, (text) => this.crypto.sha256(text));
        ({ position, hash } = seal);
        return { ...seal, entryId: entry.id };
      });
      if (seals.length > 0) await this.store.seal(tx, workspace, seals);
      return seals.length;
    });
  }
}
