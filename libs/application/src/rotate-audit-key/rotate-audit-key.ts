import { Injectable } from '@nestjs/common';
import { HANDOVER_ACTION, handoverText, type Retirement, type SignedHandover } from '#domain/audit/key-handover';
import { SlipwayError } from '#domain/errors/slipway-error';
import { AuditCrypto, type HeldAuditKey } from '#application/ports/audit-crypto';
import { AuditKeyStore, type AuditKeyRecord } from '#application/ports/audit-key-store';
import { Clock } from '#application/ports/clock';
import { Journal } from '#application/ports/journal';
import { UnitOfWork } from '#application/ports/unit-of-work';
import { systemContext } from '#application/shared/system-context';

/** Which key signs after a rotation, and which did before. */
export interface AuditKeyRotation {
  readonly from: string;
  readonly to: string;
  /** SPKI PEM of the new one, for auditors. */
  readonly publicKey: string;
  /** Whether the former key vouches for the new one. */
  readonly endorsed: boolean;
}

/**
 * Lets the one new key that is configured sign the checkpoints from the commit on, in every process at once; the former one signs no more. For
 * the operator's command line: having the database and the new key is the credential. The audit entry holds the public half of the new key and
 * a statement that the new key signed, and the former one too where it is still worth something, so that who trusts the former one can go on.
 */
@Injectable()
export class RotateAuditKey {
  constructor(
    private readonly keys: AuditKeyStore,
    private readonly crypto: AuditCrypto,
    private readonly unitOfWork: UnitOfWork,
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  /**
   * @param former what the key that signs now becomes.
   * @throws SlipwayError INVALID_STATE where there is no new key, or more than one, or where `rotated` is asked for without the former key.
   */
  execute(workspace: string, former: Retirement): Promise<AuditKeyRotation> {
    return this.unitOfWork.run(async (tx) => {
      const known = await this.keys.hold(tx, workspace);
      const current = known.find(({ retiredAt }) => retiredAt === null);
      if (current === undefined)
        throw new SlipwayError('INVALID_STATE', 'No audit key signs yet. Start the service once with the present one.');
      const { keyId: to, publicKeyPem: publicKey } = newKeyOf(this.crypto.keys, known, current.keyId);
      const at = this.clock.now();
      const from = current.keyId;
      const statement = handoverText({ workspace, from, to, publicKey, former, time: at.toISOString() });
      const endorsement = former === 'rotated' ? this.crypto.sign(statement, from) : null;
      if (former === 'rotated' && endorsement === null) throw missing(from);
      const signed: SignedHandover = { statement, proof: this.crypto.sign(statement, to) ?? '', endorsement };
      await this.keys.handOver(tx, workspace, { from, former, to, publicKey, at });
      await this.journal.record(tx, systemContext(workspace), {
        modelId: null,
        events: [],
        audit: [{ action: HANDOVER_ACTION, outcome: 'done', objectType: 'audit-key', objectId: to, data: { from, to, former, ...signed } }],
      });
      return { from, to, publicKey, endorsed: endorsement !== null };
    });
  }
}

function newKeyOf(held: readonly HeldAuditKey[], known: readonly AuditKeyRecord[], current: string): HeldAuditKey {
  const [key, ...more] = held.filter(({ keyId }) => !known.some((one) => one.keyId === keyId));
  if (key !== undefined && more.length === 0) return key;
  throw new SlipwayError(
    'INVALID_STATE',
    key === undefined
      ? `There is no new audit key: ${held.map(({ keyId }) => keyId).join(', ')} ${held.length === 1 ? 'is' : 'are'} known here, and ${current} signs. ` +
          'Put a new one behind it in SLIPWAY_AUDIT_KEY, after a comma. A key that was retired never signs again.'
      : `There is more than one new audit key (${[key, ...more].map(({ keyId }) => keyId).join(', ')}). Leave one of them in SLIPWAY_AUDIT_KEY.`,
  );
}

function missing(keyId: string): SlipwayError {
  return new SlipwayError(
    'INVALID_STATE',
    `The audit key that signs now (id ${keyId}) is not in SLIPWAY_AUDIT_KEY, so it cannot vouch for the new one. Put it in front, ` +
      'or say that it was lost or compromised.',
  );
}
