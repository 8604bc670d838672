import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { ExportAudit, type AuditRange } from '#application/export-audit/export-audit';
import type { Clock } from '#application/ports/clock';
import type { SealedRecord } from '#application/ports/audit-store';
import { RotateAuditKey } from '#application/rotate-audit-key/rotate-audit-key';
import { SealAudit } from '#application/seal-audit/seal-audit';
import { DEFAULT_WORKSPACE } from '#application/shared/command-context';
import { SignCheckpoint } from '#application/sign-checkpoint/sign-checkpoint';
import { AuditKey } from '#persistence/audit/audit-key';
import { PrismaAuditKeyStore } from '#persistence/audit/prisma-audit-key-store';
import { PrismaAuditStore } from '#persistence/audit/prisma-audit-store';
import { Database } from '#persistence/core/database';
import { PrismaJournal } from '#persistence/core/prisma-journal';
import { PrismaUnitOfWork } from '#persistence/core/prisma-unit-of-work';
import { UlidIds } from '#persistence/core/ulid-ids';
import { createTestDatabase } from '#testing/database/test-database';
import { contextOf, user } from '#testing/promotion/actors';

/** The audit log on a fresh database with a key of its own. */
export class AuditWorld {
  readonly admin = contextOf(user('root', 'admin'));
  readonly unit: PrismaUnitOfWork;
  readonly journal: PrismaJournal;
  readonly store: PrismaAuditStore;
  readonly keys: PrismaAuditKeyStore;
  readonly seal: SealAudit;

  readonly key: AuditKey;

  private constructor(
    readonly database: Database,
    private readonly privateKey: KeyObject,
    readonly clock: Clock,
    private readonly drop: () => Promise<void>,
  ) {
    this.key = new AuditKey([privateKey]);
    this.unit = new PrismaUnitOfWork(database);
    this.journal = new PrismaJournal(database, new UlidIds());
    this.store = new PrismaAuditStore(database);
    this.keys = new PrismaAuditKeyStore(database);
    this.seal = new SealAudit(this.store, this.key, this.unit);
  }

  static async start(clock: Clock = { now: () => new Date() }): Promise<AuditWorld> {
    const made = await createTestDatabase();
    return new AuditWorld(new Database({ url: made.url }), generateKeyPairSync('ed25519').privateKey, clock, () => made.drop());
  }

  async stop(): Promise<void> {
    await this.database.close();
    await this.drop();
  }

  /** Signs with this world's key, or another one. */
  sign(key = this.key): SignCheckpoint {
    return new SignCheckpoint(this.store, key, this.clock, this.keys);
  }

  /** What the first boot does with this world's key. */
  async register(): Promise<void> {
    const { keyId, publicKeyPem } = this.key;
    await this.database.pool.query(`INSERT INTO instance_fact (workspace, key, value) VALUES ('default', 'audit-key', $1)`, [keyId]);
    await this.database.pool.query(`INSERT INTO audit_key (workspace, key_id, public_key, created_at) VALUES ('default', $1, $2, now())`, [
      keyId,
      publicKeyPem,
    ]);
  }

  /** The use case of a process that holds these keys. */
  rotate(held: AuditKey): RotateAuditKey {
    return new RotateAuditKey(this.keys, held, this.unit, this.journal, this.clock);
  }

  /** This world's key and another one, as configured while the key is changed; and the other one alone. */
  nextKey(): { readonly both: AuditKey; readonly next: AuditKey } {
    const { privateKey } = generateKeyPairSync('ed25519');
    return { both: new AuditKey([this.privateKey, privateKey]), next: new AuditKey([privateKey]) };
  }

  /** Writes one entry for each of the actions, each in a transaction of its own, and seals them. */
  async act(...actions: readonly string[]): Promise<void> {
    for (const action of actions) await this.write(action);
    await this.seal.execute(DEFAULT_WORKSPACE);
  }

  /** Writes entries and leaves them unsealed. */
  async write(...actions: readonly string[]): Promise<void> {
    await this.unit.run((tx) =>
      this.journal.record(tx, this.admin, {
        modelId: null,
        events: [],
        audit: actions.map((action) => ({
          action,
          outcome: 'done',
          objectType: 'thing',
          objectId: 'thing_1',
          data: { ä: ['€', 0.1, null] },
        })),
      }),
    );
  }

  /** The whole chain. */
  chain(): Promise<readonly SealedRecord[]> {
    return this.store.sealed(DEFAULT_WORKSPACE, 1, 10_000);
  }

  /** An export as it is downloaded. */
  async export(range: AuditRange = {}, key = this.key): Promise<string> {
    const exporting = new ExportAudit(this.store, this.sign(key), this.unit, this.journal);
    let text = '';
    for await (const chunk of await exporting.execute(this.admin, range)) text += chunk;
    return text;
  }

  /** The same in a file. */
  async exportTo(file: string, range: AuditRange = {}, key = this.key): Promise<void> {
    await writeFile(file, await this.export(range, key));
  }

  /** Runs statements as a database owner who has switched the triggers off. */
  async asOwner(...statements: readonly string[]): Promise<void> {
    const tables = ['audit_entry', 'audit_seal', 'audit_checkpoint', 'audit_key'];
    const all = [
      ...tables.map((table) => `ALTER TABLE ${table} DISABLE TRIGGER USER`),
      ...statements,
      ...tables.map((table) => `ALTER TABLE ${table} ENABLE TRIGGER USER`),
    ];
    await this.database.pool.query(all.join(';\n'));
  }
}

/** A key that nobody else has. */
export function newAuditKey(): AuditKey {
  return new AuditKey([generateKeyPairSync('ed25519').privateKey]);
}
