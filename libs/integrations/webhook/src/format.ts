import type { EventEnvelope } from '#application/ports/webhook-sender';

/**
 * The body of a webhook: the envelope as JSON with its fields in a fixed order. Nothing but the stored event goes in (no attempt, no clock),
 * so every attempt sends the same bytes, given `actor` and `data` as the database reads them (its JSON has one key order).
 */
export function formatWebhookBody(event: EventEnvelope): string {
  return JSON.stringify({
    id: event.id,
    type: event.type,
    timestamp: event.timestamp.toISOString(),
    apiVersion: event.apiVersion,
    workspace: event.workspace,
    model: event.model,
    modelId: event.modelId,
    sequence: event.sequence,
    position: event.position,
    actor: event.actor,
    door: event.door,
    data: event.data,
  });
}
