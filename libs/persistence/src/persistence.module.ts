import { Injectable, Module, type DynamicModule, type OnApplicationShutdown, type Provider } from '@nestjs/common';
import { BlobStore } from '#application/ports/blob-store';
import { Clock } from '#application/ports/clock';
import { CursorCodec } from '#application/ports/cursor-codec';
import { EffectsSignal } from '#application/ports/effects-signal';
import { IdempotencyStore } from '#application/ports/idempotency-store';
import { Ids } from '#application/ports/ids';
import { Journal } from '#application/ports/journal';
import { UnitOfWork } from '#application/ports/unit-of-work';
import { Links } from '#application/shared/links';
import type { ArtifactsConfig } from '#platform/config/artifacts-config';
import { AREA_PROVIDERS } from './area-providers.js';
import { PartSignatures } from '#application/ports/part-signatures';
import { blobStoreOf } from './blobs/blob-store-of.js';
import { BlobStoreCheck } from './blobs/blob-store-check.js';
import { HmacPartSignatures } from './blobs/hmac-part-signatures.js';
import { DatabaseClock } from './core/database-clock.js';
import { DatabaseHealth } from './core/database-health.js';
import { databaseTime } from './core/database-time.js';
import { Database } from './core/database.js';
import { LocalEffectsSignal } from './core/local-effects-signal.js';
import { PrismaIdempotencyStore } from './core/prisma-idempotency-store.js';
import { PrismaJournal } from './core/prisma-journal.js';
import { PrismaUnitOfWork } from './core/prisma-unit-of-work.js';
import { PublicLinks } from './core/public-links.js';
import { SignedCursorCodec } from './core/signed-cursor-codec.js';
import { UlidIds } from './core/ulid-ids.js';

export interface PersistenceOptions {
  readonly databaseUrl: string;
  readonly poolSize?: number;
  /** As that of `DatabaseOptions`. */
  readonly idleInTransactionMs?: number;
  /** Where the artifact bytes are; a folder is made when the first one is written. Absent in programs that touch none. */
  readonly artifacts?: ArtifactsConfig;
  /** Where others reach the service, for links in events; undefined: links are relative to it. */
  readonly publicUrl: string | undefined;
  /** Keys of the installation; the first one signs cursors. */
  readonly cursorKeys: readonly [Uint8Array, ...Uint8Array[]];
  /** Told of connections that break while idle; the pool opens new ones by itself. */
  readonly onDatabaseError?: (error: Error) => void;
}

/** Ends the connections after everything else has stopped. */
@Injectable()
class DatabaseLifecycle implements OnApplicationShutdown {
  constructor(private readonly database: Database) {}

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}

/** The database behind every port that needs one. Connects lazily: to build the module no database has to be there. */
@Module({})
export class PersistenceModule {
  static register(options: PersistenceOptions): DynamicModule {
    const { databaseUrl, poolSize, idleInTransactionMs, artifacts, onDatabaseError } = options;
    const database = (): Database =>
      new Database({
        url: databaseUrl,
        ...(poolSize === undefined ? {} : { poolSize }),
        ...(idleInTransactionMs === undefined ? {} : { idleInTransactionMs }),
        ...(onDatabaseError === undefined ? {} : { onError: onDatabaseError }),
      });
    const providers: Provider[] = [
      { provide: Database, useFactory: database },
      DatabaseHealth,
      LocalEffectsSignal,
      { provide: EffectsSignal, useExisting: LocalEffectsSignal },
      { provide: Clock, useFactory: (from: Database) => new DatabaseClock(() => databaseTime(from)), inject: [Database] },
      { provide: Ids, useClass: UlidIds },
      { provide: UnitOfWork, useClass: PrismaUnitOfWork },
      { provide: Journal, useClass: PrismaJournal },
      { provide: IdempotencyStore, useClass: PrismaIdempotencyStore },
      { provide: Links, useFactory: () => new PublicLinks(options.publicUrl) },
      { provide: CursorCodec, useFactory: () => new SignedCursorCodec(options.cursorKeys) },
      { provide: PartSignatures, useFactory: () => new HmacPartSignatures(options.cursorKeys) },
      ...(artifacts === undefined ? [] : [{ provide: BlobStore, useFactory: () => blobStoreOf(artifacts) }, BlobStoreCheck]),
      ...AREA_PROVIDERS,
    ];
    const exported = providers.map((provider) => (typeof provider === 'function' ? provider : provider.provide));
    return { module: PersistenceModule, global: true, providers: [...providers, DatabaseLifecycle], exports: exported };
  }
}
