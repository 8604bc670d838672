import { Injectable } from '@nestjs/common';
import { invalid, SlipwayError } from '#domain/errors/slipway-error';
import { EndpointStore, type StoredEndpoint } from '#application/ports/endpoint-store';
import { IdempotencyStore } from '#application/ports/idempotency-store';
import { Journal } from '#application/ports/journal';
import { SecretVault } from '#application/ports/secret-vault';
import { WebhookSender } from '#application/ports/webhook-sender';
import type { CommandContext } from '#application/shared/command-context';
import { EndpointChange } from '#application/shared/endpoint-change';
import { replayOf } from '#application/shared/idempotency';

/** For so long both secrets sign, unless told otherwise. */
export const DEFAULT_OVERLAP_HOURS = 24;
const MAX_OVERLAP_HOURS = 168;

export interface RotatedSecret {
  /** Shown this once; null for a repeat under the same idempotency key. */
  readonly secret: string | null;
  /** Until then the secret before signs as well. */
  readonly previousUntil: Date;
}

/**
 * Gives an endpoint a new signing secret; the one before goes on signing for a while. Until then there is no further rotation but one without
 * an overlap: it would end a secret that the receiver may still count on.
 */
@Injectable()
export class RotateEndpointSecret {
  constructor(
    private readonly change: EndpointChange,
    private readonly endpoints: EndpointStore,
    private readonly sender: WebhookSender,
    private readonly vault: SecretVault,
    private readonly idempotency: IdempotencyStore,
    private readonly journal: Journal,
  ) {}

  /** @throws SlipwayError NOT_FOUND, INVALID_ARGUMENT, INVALID_STATE while the former secret signs, IDEMPOTENCY_KEY_REUSED. */
  execute(context: CommandContext, command: { readonly id: string; readonly overlapHours?: number }): Promise<RotatedSecret> {
    const { id, overlapHours = DEFAULT_OVERLAP_HOURS } = command;
    if (!(overlapHours >= 0 && overlapHours <= MAX_OVERLAP_HOURS)) {
      throw invalid('/overlapHours', 'range', `overlapHours is 0 to ${MAX_OVERLAP_HOURS}; 0 ends the old secret at once`);
    }
    return this.change.run(context, id, undefined, async (tx, endpoint) => {
      const known = await this.idempotency.claim(tx, context, { status: 200, resourceType: 'webhook_endpoint', resourceId: id });
      if (known !== null) {
        replayOf(context.idempotency, known);
        return { secret: null, previousUntil: lastRotation(endpoint) };
      }
      const secret = this.sender.newSecret();
      const sealed = this.vault.seal(secret, { table: 'webhook_endpoint', row: id, column: 'secret' });
      const data = { overlapHours };
      const at = await this.journal.record(tx, context, {
        modelId: null,
        events: [],
        audit: [{ action: 'endpoint.rotate-secret', outcome: 'done', objectType: 'endpoint', objectId: id, data }],
      });
      if (overlapHours > 0) requireNoOverlap(endpoint, at);
      return { secret, previousUntil: await this.endpoints.rotateSecret(tx, id, sealed, overlapHours, at) };
    });
  }
}

function requireNoOverlap({ previousUntil }: StoredEndpoint, at: Date): void {
  if (previousUntil === null || previousUntil.getTime() <= at.getTime()) return;
  throw new SlipwayError(
    'INVALID_STATE',
    `The secret before the last rotation signs until ${previousUntil.toISOString()}. Rotate again after that, or with overlapHours 0, which ends all former secrets at once.`,
  );
}

function lastRotation({ id, previousUntil }: StoredEndpoint): Date {
  if (previousUntil === null) throw new Error(`the endpoint ${id} has a key of a rotation that it never had`);
  return previousUntil;
}
