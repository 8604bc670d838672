import { Injectable } from '@nestjs/common';
import { invalid } from '#domain/errors/slipway-error';
import { EndpointStore } from '#application/ports/endpoint-store';
import { Journal } from '#application/ports/journal';
import { SecretVault } from '#application/ports/secret-vault';
import { WebhookSender } from '#application/ports/webhook-sender';
import type { CommandContext } from '#application/shared/command-context';
import { EndpointChange } from '#application/shared/endpoint-change';

/** For so long both secrets sign, unless told otherwise. */
export const DEFAULT_OVERLAP_HOURS = 24;
const MAX_OVERLAP_HOURS = 168;

export interface RotatedSecret {
  /** Shown this once. */
  readonly secret: string;
  /** Until then the secret before signs as well. */
  readonly previousUntil: Date;
}

/** Gives an endpoint a new signing secret; the one before goes on signing for a while, and one older than that no more. */
@Injectable()
export class RotateEndpointSecret {
  constructor(
    private readonly change: EndpointChange,
    private readonly endpoints: EndpointStore,
    private readonly sender: WebhookSender,
    private readonly vault: SecretVault,
    private readonly journal: Journal,
  ) {}

  /** @throws SlipwayError NOT_FOUND, INVALID_ARGUMENT. */
  execute(context: CommandContext, command: { readonly id: string; readonly overlapHours?: number }): Promise<RotatedSecret> {
    const { id, overlapHours = DEFAULT_OVERLAP_HOURS } = command;
    if (!(overlapHours >= 0 && overlapHours <= MAX_OVERLAP_HOURS)) {
      throw invalid('/overlapHours', 'range', `overlapHours is 0 to ${MAX_OVERLAP_HOURS}; 0 ends the old secret at once`);
    }
    return this.change.run(context, id, undefined, async (tx) => {
      const secret = this.sender.newSecret();
      const sealed = this.vault.seal(secret, { table: 'webhook_endpoint', row: id, column: 'secret' });
      const data = { overlapHours };
      const at = await this.journal.record(tx, context, {
        modelId: null,
        events: [],
        audit: [{ action: 'endpoint.rotate-secret', outcome: 'done', objectType: 'endpoint', objectId: id, data }],
      });
      return { secret, previousUntil: await this.endpoints.rotateSecret(tx, id, sealed, overlapHours, at) };
    });
  }
}
