import type { Provider } from '@nestjs/common';
import { DeployGateway } from '#application/ports/deploy-gateway';
import { JobQueue } from '#application/ports/job-queue';
import { SecretVault } from '#application/ports/secret-vault';
import { WebhookSender } from '#application/ports/webhook-sender';
import { ScrubPace } from '#application/scrub-artifacts/scrub-pace';
import { GithubDeployGateway } from '#integrations/github/src/github-deploy-gateway';
import { HttpWebhookSender } from '#integrations/webhook/src/webhook-sender';
import { Database } from '#persistence/core/database';
import { OutboxListener } from '#persistence/effects/outbox-listener';
import { SealedSecretVault } from '#persistence/effects/sealed-secret-vault';
import { createOutboundClient, portsOf } from '#platform/outbound/create-outbound-client';
import { OutboundClient } from '#platform/outbound/outbound-client';
import { outboundFetch } from '#platform/outbound/outbound-fetch';
import { BullMqJobQueue } from '#queue/bullmq-job-queue';
import { ObservedDeployGateway } from './observability/observed-deploy-gateway.js';
import { ObservedWebhookSender } from './observability/observed-webhook-sender.js';
import { ProblemLog } from './problem-log.js';
import { queueConnectionOf, type WorkerOptions } from './worker-options.js';

/** A page of workflow runs with room to spare, and as long as a send slot is held for a call. */
const GITHUB_LIMITS = { maxBytes: 16 * 1024 * 1024, deadlineMs: 10_000 };

/** What stands behind the ports that reach out of the database: receivers, GitHub, the queue. */
export function workerAdapters(options: WorkerOptions, problems: ProblemLog): Provider[] {
  const { config, databaseUrl, version, logger } = options;
  const redis = config.queue.kind === 'redis' ? config.queue.url : undefined;
  const ownPorts = [config.http.port, ...portsOf(databaseUrl, redis)];
  return [
    { provide: ProblemLog, useValue: problems },
    { provide: OutboundClient, useFactory: () => createOutboundClient(config.outbound, ownPorts) },
    {
      provide: WebhookSender,
      useFactory: (client: OutboundClient) => new ObservedWebhookSender(new HttpWebhookSender(client, version), logger, config.logging),
      inject: [OutboundClient],
    },
    {
      provide: DeployGateway,
      useFactory: (client: OutboundClient) =>
        new ObservedDeployGateway(new GithubDeployGateway({ fetch: outboundFetch(client, GITHUB_LIMITS) }), logger),
      inject: [OutboundClient],
    },
    { provide: SecretVault, useFactory: () => SealedSecretVault.withKeys(config.secrets.encryption) },
    {
      provide: BullMqJobQueue,
      useFactory: () => new BullMqJobQueue(queueConnectionOf(options), { onError: problems.of('The queue is away') }),
    },
    { provide: JobQueue, useExisting: BullMqJobQueue },
    { provide: ScrubPace, useFactory: () => new ScrubPace(config.care.scrubBytesPerSecond) },
    {
      provide: OutboxListener,
      useFactory: (database: Database) =>
        new OutboxListener(databaseUrl, (sql) => database.pool.query(sql), problems.of('Signals from other processes are not heard')),
      inject: [Database],
    },
  ];
}
