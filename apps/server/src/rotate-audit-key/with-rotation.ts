import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AuditCrypto } from '#application/ports/audit-crypto';
import { AuditKeyStore } from '#application/ports/audit-key-store';
import { RotateAuditKey, type AuditKeyRotation } from '#application/rotate-audit-key/rotate-audit-key';
import { SealAudit } from '#application/seal-audit/seal-audit';
import { DEFAULT_WORKSPACE } from '#application/shared/command-context';
import { SignCheckpoint } from '#application/sign-checkpoint/sign-checkpoint';
import type { Retirement } from '#domain/audit/key-handover';
import { AuditKey } from '#persistence/audit/audit-key';
import { whileRotating } from '#persistence/audit/while-rotating';
import { PersistenceModule } from '#persistence/persistence.module';
import { addAuditKey, keepOnlyAuditKey } from '#platform/config/audit-key-file';
import type { SecretsConfig } from '#platform/config/secrets-config';
import { IDLE_AT_BOOT_MS } from '#platform/postgres/lost-client';

/** Only what is needed to let another key sign. */
@Module({})
class RotationModule {
  static register(databaseUrl: string, secrets: SecretsConfig): DynamicModule {
    // No cursor leaves this module: any key will do for them.
    const cursorKeys: readonly [Uint8Array] = [new Uint8Array(32)];
    const idleInTransactionMs = IDLE_AT_BOOT_MS;
    const persistence = PersistenceModule.register({ databaseUrl, poolSize: 2, idleInTransactionMs, publicUrl: undefined, cursorKeys });
    const crypto = {
      provide: AuditCrypto,
      inject: [AuditKeyStore],
      useFactory: async (keys: AuditKeyStore): Promise<AuditKey> => {
        const { auditKeyFile: file, auditKeys } = secrets;
        if (file === undefined) return new AuditKey(auditKeys);
        const known = await keys.list(DEFAULT_WORKSPACE);
        return new AuditKey(addAuditKey(file, new Set(known.map(({ keyId }) => keyId))));
      },
    };
    return { module: RotationModule, imports: [persistence], providers: [crypto, RotateAuditKey, SealAudit, SignCheckpoint] };
  }
}

/** What a rotation came to. */
export interface RotationOutcome {
  readonly rotation: AuditKeyRotation;
  /** Position of the first checkpoint by the new key; null where it could not be signed, which `trouble` says. */
  readonly checkpoint: number | null;
  readonly trouble: string;
}

/**
 * Lets another key sign: the new one of `secrets`, or where they are kept in a file of ours one that is made and put there, alone in the end. Its
 * first checkpoint is signed without waiting for a worker; the rotation stands also where that fails, because on a log that was tampered with
 * another key is wanted all the same. Commands that run at once take turns.
 * @throws SlipwayError as `RotateAuditKey` does.
 */
export function withRotation(databaseUrl: string, secrets: SecretsConfig, former: Retirement): Promise<RotationOutcome> {
  return whileRotating(databaseUrl, async () => {
    const module = RotationModule.register(databaseUrl, secrets);
    const context = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
    try {
      const rotation = await context.get(RotateAuditKey).execute(DEFAULT_WORKSPACE, former);
      if (secrets.auditKeyFile !== undefined) keepOnlyAuditKey(secrets.auditKeyFile, rotation.to);
      return { rotation, ...(await firstCheckpoint(context)) };
    } finally {
      await context.close();
    }
  });
}

async function firstCheckpoint(context: INestApplicationContext): Promise<Pick<RotationOutcome, 'checkpoint' | 'trouble'>> {
  try {
    await context.get(SealAudit).execute(DEFAULT_WORKSPACE);
    const signed = await context.get(SignCheckpoint).execute(DEFAULT_WORKSPACE);
    return { checkpoint: signed?.position ?? null, trouble: 'nothing is sealed.' };
  } catch (error) {
    return { checkpoint: null, trouble: error instanceof Error ? error.message : String(error) };
  }
}
