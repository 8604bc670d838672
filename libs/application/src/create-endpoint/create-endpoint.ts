import { Injectable } from '@nestjs/common';
import { checkModelPattern } from '#domain/access/pattern';
import { EVENT_API_VERSION } from '#domain/events/event-types';
import { SlipwayError } from '#domain/errors/slipway-error';
import type { Actor } from '#domain/access/actor';
import { EndpointStore } from '#application/ports/endpoint-store';
import { IdempotencyStore } from '#application/ports/idempotency-store';
import { Ids } from '#application/ports/ids';
import { Journal } from '#application/ports/journal';
import { SecretVault } from '#application/ports/secret-vault';
import { UnitOfWork } from '#application/ports/unit-of-work';
import { WebhookSender } from '#application/ports/webhook-sender';
import type { CommandContext } from '#application/shared/command-context';
import { requireManageEndpoint } from '#application/shared/endpoint-access';
import { EndpointChange } from '#application/shared/endpoint-change';
import { withoutQuery } from '#application/shared/endpoint-url';
import { replayOf } from '#application/shared/idempotency';

export interface CreateEndpointCommand {
  readonly url: string;
  readonly description?: string;
  readonly eventTypes: readonly string[];
  /** A model pattern, `fraud-*` or `model:fraud-*`; absent or null for the whole registry. */
  readonly models?: string | null;
  readonly stages?: readonly string[];
  /** A failing delivery holds back later ones of its model. */
  readonly ordered?: boolean;
}

export interface CreatedEndpoint {
  readonly id: string;
  /** The signing secret, shown this once; null for a repeat under the same idempotency key. */
  readonly secret: string | null;
}

/** Registers a webhook endpoint. It belongs to the caller, and is sent only what the caller may read at each moment. */
@Injectable()
export class CreateEndpoint {
  constructor(
    private readonly change: EndpointChange,
    private readonly endpoints: EndpointStore,
    private readonly sender: WebhookSender,
    private readonly vault: SecretVault,
    private readonly unitOfWork: UnitOfWork,
    private readonly idempotency: IdempotencyStore,
    private readonly journal: Journal,
    private readonly ids: Ids,
  ) {}

  /** @throws SlipwayError PERMISSION_DENIED, INVALID_ARGUMENT (also for an address that may not be called), IDEMPOTENCY_KEY_REUSED. */
  async execute(context: CommandContext, command: CreateEndpointCommand): Promise<CreatedEndpoint> {
    const owner = ownerOf(context.actor);
    // First of all: what a name resolves to within the service's network is not for everybody who has a token.
    requireManageEndpoint(context.actor, modelsOf(command));
    const id = this.ids.next('whk');
    const secret = this.sender.newSecret();
    const sealed = this.vault.seal(secret, { table: 'webhook_endpoint', row: id, column: 'secret' });
    // Before the transaction: a slow name server must not hold a connection.
    await this.change.checkUrl(command.url);
    return this.unitOfWork.run(async (tx) => {
      const settings = await this.change.checkSettings(tx, context.workspace, {
        url: command.url,
        description: command.description ?? '',
        eventTypes: command.eventTypes,
        models: modelsOf(command),
        stages: command.stages ?? [],
        ordered: command.ordered ?? false,
      });
      const known = await this.idempotency.claim(tx, context, { status: 201, resourceType: 'webhook_endpoint', resourceId: id });
      if (known !== null) return { id: replayOf(context.idempotency, known).resourceId, secret: null };
      const data = { ...settings, url: withoutQuery(settings.url) };
      const at = await this.journal.record(tx, context, {
        modelId: null,
        events: [],
        audit: [{ action: 'endpoint.create', outcome: 'done', objectType: 'endpoint', objectId: id, data }],
      });
      await this.endpoints.insert(tx, context.workspace, { ...settings, id, apiVersion: EVENT_API_VERSION, secret: sealed, owner }, at);
      return { id, secret };
    });
  }
}

/** The model filter in the form in which it is stored. */
function modelsOf({ models = null }: CreateEndpointCommand): string | null {
  return models === null ? null : checkModelPattern(models, '/models');
}

/** Whose rights decide what is sent must be looked up at any time: that is possible for users and service accounts alone. */
function ownerOf(actor: Actor): { readonly type: string; readonly id: string; readonly name: string } {
  if (actor.type === 'user' || actor.type === 'service_account') return { type: actor.type, id: actor.id, name: actor.name };
  throw new SlipwayError(
    'PERMISSION_DENIED',
    'A webhook endpoint belongs to a user or a service account, whose rights decide what it is sent. Use the token of one.',
  );
}
