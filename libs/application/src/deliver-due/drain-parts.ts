import type { Clock } from '#application/ports/clock';
import type { DeliveryStore } from '#application/ports/delivery-store';
import type { SecretVault } from '#application/ports/secret-vault';
import type { WebhookSender } from '#application/ports/webhook-sender';
import type { DatabaseGate } from './database-gate.js';
import type { ResultWriter } from './result-writer.js';
import type { SendSlots } from './send-slots.js';

/** What a drain works with. */
export interface DrainParts {
  readonly deliveries: DeliveryStore;
  readonly sender: WebhookSender;
  readonly vault: SecretVault;
  readonly slots: SendSlots;
  readonly results: ResultWriter;
  readonly gate: DatabaseGate;
  readonly clock: Clock;
  /** Names the drain in claims. */
  readonly owner: string;
}
