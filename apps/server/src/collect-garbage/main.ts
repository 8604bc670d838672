import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CollectGarbage, KEPT_AFTER_DELETION_DAYS, type CollectGarbageCommand } from '#application/collect-garbage/collect-garbage';
import { systemContext } from '#application/shared/system-context';
import { SlipwayError } from '#domain/errors/slipway-error';
import { PersistenceModule } from '#persistence/persistence.module';
import type { ArtifactsConfig } from '#platform/config/artifacts-config';
import { ConfigError } from '#platform/config/config-error';
import { sayBootError } from '#platform/process/say-boot-error';
import { counted, sized, storageOf } from '../backup/storage.js';
import { openRegistry } from '../maintenance/open-registry.js';

const USAGE = `usage: npm run artifacts:gc -- [--dry-run] [--deleted-days N]
Removes stored bytes that no version and no upload refers to: those of versions deleted N days ago or longer (${KEPT_AFTER_DELETION_DAYS}), and those that no
row knows and that are older than a day. --dry-run lists them and removes nothing. Look at that list first where several installations could
share the store, or after a restore of an older backup.`;

/** `npm run artifacts:gc`: on DATABASE_URL, or the embedded database of SLIPWAY_HOME; also beside a running service. */
async function main(): Promise<void> {
  const wish = options();
  const storage = storageOf(process.env);
  const database = await openRegistry(storage);
  try {
    const found = await withCollector(database.url, storage.artifacts, (collector) =>
      collector.execute(systemContext(), {
        ...wish,
        strays: true,
        onFound: ({ key, size, kind }) => process.stdout.write(`${key.id}\t${size}\t${kind}\n`),
      }),
    );
    const verb = wish.dryRun ? 'would be removed' : 'removed';
    process.stderr.write(
      `${counted(found.deleted, 'blob')} of deleted versions (${sized(found.deletedBytes)}) and ` +
        `${counted(found.strays, 'stray')} (${sized(found.strayBytes)}) ${verb}.\n`,
    );
  } finally {
    await database.close();
  }
}

function options(): Pick<CollectGarbageCommand, 'dryRun' | 'deletedForDays'> {
  try {
    const { values } = parseArgs({ options: { 'dry-run': { type: 'boolean' }, 'deleted-days': { type: 'string' } } });
    const days = values['deleted-days'] ?? String(KEPT_AFTER_DELETION_DAYS);
    if (!/^\d{1,5}$/.test(days)) throw new Error(`--deleted-days is "${days}"; it must be a whole number of days`);
    return { dryRun: values['dry-run'] ?? false, deletedForDays: Number(days) };
  } catch (error) {
    throw new ConfigError([`${error instanceof Error ? error.message : ''}\n${USAGE}`]);
  }
}

/** Only what the collector needs. */
@Module({})
class CollectorModule {
  static register(databaseUrl: string, artifacts: ArtifactsConfig): DynamicModule {
    // No cursor leaves this module: any key will do for them.
    const persistence = PersistenceModule.register({
      databaseUrl,
      artifacts,
      poolSize: 2,
      publicUrl: undefined,
      cursorKeys: [new Uint8Array(32)],
    });
    return { module: CollectorModule, imports: [persistence], providers: [CollectGarbage] };
  }
}

async function withCollector<T>(url: string, artifacts: ArtifactsConfig, work: (collector: CollectGarbage) => Promise<T>): Promise<T> {
  const context = await NestFactory.createApplicationContext(CollectorModule.register(url, artifacts), {
    logger: false,
    abortOnError: false,
  });
  try {
    return await work(context.get(CollectGarbage));
  } finally {
    await context.close();
  }
}

try {
  await main();
} catch (error) {
  sayBootError(error, [ConfigError, SlipwayError]);
  process.exitCode = 1;
}
