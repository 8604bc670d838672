import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { BlobStore } from '#application/ports/blob-store';
import { ConfigError } from '#platform/config/config-error';
import { S3ConfigurationError } from './s3/s3-failure.js';

/**
 * Looks at the artifact store when a process starts: a bucket that cannot be used as it is configured stops the boot with a sentence; one
 * that is only away is waited for, as the database is.
 */
@Injectable()
export class BlobStoreCheck implements OnApplicationBootstrap {
  private readonly logger = new Logger('Artifacts');

  constructor(private readonly blobs: BlobStore) {}

  /** @throws ConfigError */
  async onApplicationBootstrap(): Promise<void> {
    try {
      await this.blobs.ready();
    } catch (error) {
      const sentence = error instanceof Error ? error.message : String(error);
      if (error instanceof S3ConfigurationError) throw new ConfigError([sentence]);
      this.logger.warn(`${sentence} Artifacts wait; everything else works.`);
    }
  }
}
