import type { Retirement } from '#domain/audit/key-handover';
import type { Transaction } from './unit-of-work.js';

/** A key that signs checkpoints, or signed them: its public half. */
export interface AuditKeyRecord {
  readonly keyId: string;
  /** SPKI PEM. */
  readonly publicKey: string;
  readonly createdAt: Date;
  /** Null for the one that signs. */
  readonly retiredAt: Date | null;
  readonly retiredFor: Retirement | null;
}

/** Which key signs checkpoints, and which ones did. Never a private key. */
export abstract class AuditKeyStore {
  /** Id of the key that signs; null on a database that no process of the service has booted on. */
  abstract signing(workspace: string): Promise<string | null>;
  /** All keys, the one that signs first, then the latest retired. */
  abstract list(workspace: string): Promise<readonly AuditKeyRecord[]>;
  /** The same, held until the transaction ends: one handover at a time. */
  abstract hold(tx: Transaction, workspace: string): Promise<readonly AuditKeyRecord[]>;
  /** Retires the key that signs and lets another one sign from the commit on. */
  abstract handOver(
    tx: Transaction,
    workspace: string,
    change: { readonly from: string; readonly former: Retirement; readonly to: string; readonly publicKey: string; readonly at: Date },
  ): Promise<void>;
}
