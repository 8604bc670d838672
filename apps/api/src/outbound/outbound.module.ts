import { Injectable, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { SecretVault } from '#application/ports/secret-vault';
import { WebhookSender } from '#application/ports/webhook-sender';
import { HttpWebhookSender } from '#integrations/webhook/src/webhook-sender';
import { SealedSecretVault } from '#persistence/effects/sealed-secret-vault';
import type { SlipwayConfig } from '#platform/config/load-config';
import { createOutboundClient, portsOf } from '#platform/outbound/create-outbound-client';
import { OutboundClient } from '#platform/outbound/outbound-client';
import { serviceVersion } from '#platform/version/service-version';

@Injectable()
class OutboundLifecycle implements OnApplicationShutdown {
  constructor(private readonly client: OutboundClient) {}

  async onApplicationShutdown(): Promise<void> {
    await this.client.close();
  }
}

/** What the API needs to judge addresses that users give, and to keep the secrets that go there. */
@Module({})
export class OutboundModule {
  static register(config: SlipwayConfig, databaseUrl: string): DynamicModule {
    const redisUrl = config.queue.kind === 'redis' ? config.queue.url : undefined;
    const ownPorts = [config.http.port, ...portsOf(databaseUrl, redisUrl)];
    return {
      module: OutboundModule,
      global: true,
      providers: [
        OutboundLifecycle,
        { provide: OutboundClient, useFactory: () => createOutboundClient(config.outbound, ownPorts) },
        { provide: SecretVault, useFactory: () => SealedSecretVault.withKeys(config.secrets.encryption) },
        {
          provide: WebhookSender,
          inject: [OutboundClient],
          useFactory: (client: OutboundClient) => new HttpWebhookSender(client, serviceVersion()),
        },
      ],
      exports: [SecretVault, WebhookSender],
    };
  }
}
