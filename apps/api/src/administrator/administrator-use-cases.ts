import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { BootstrapAdministrator } from '#application/bootstrap-administrator/bootstrap-administrator';
import { MintAdministratorToken } from '#application/mint-administrator-token/mint-administrator-token';
import { MintToken } from '#application/mint-token/mint-token';
import { IdentityChange } from '#application/shared/identity-change';
import { PersistenceModule } from '#persistence/persistence.module';
import { IDLE_AT_BOOT_MS } from '#platform/postgres/lost-client';

/** Only what is needed to make an administrator or a token for one. */
@Module({})
class AdministratorModule {
  static register(databaseUrl: string): DynamicModule {
    // No cursor leaves this module: any key will do for them.
    const cursorKeys: readonly [Uint8Array] = [new Uint8Array(32)];
    const idleInTransactionMs = IDLE_AT_BOOT_MS;
    const persistence = PersistenceModule.register({ databaseUrl, poolSize: 2, idleInTransactionMs, publicUrl: undefined, cursorKeys });
    const useCases = [IdentityChange, MintToken, BootstrapAdministrator, MintAdministratorToken];
    return { module: AdministratorModule, imports: [persistence], providers: useCases };
  }
}

/** The two use cases that know no caller, because having the database is the credential. */
export interface AdministratorUseCases {
  readonly bootstrap: BootstrapAdministrator;
  readonly mintToken: MintAdministratorToken;
}

/** Runs `work` with the use cases on this database, and closes their connections. */
export async function withAdministratorUseCases<T>(databaseUrl: string, work: (useCases: AdministratorUseCases) => Promise<T>): Promise<T> {
  const context = await NestFactory.createApplicationContext(AdministratorModule.register(databaseUrl), {
    logger: false,
    abortOnError: false,
  });
  try {
    return await work({ bootstrap: context.get(BootstrapAdministrator), mintToken: context.get(MintAdministratorToken) });
  } finally {
    await context.close();
  }
}
