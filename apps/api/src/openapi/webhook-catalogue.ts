import { eventSchema } from '#domain/events/event-schemas';
import { EVENT_TYPES, isEventType } from '#domain/events/event-types';

/** The events that endpoints receive, as the `webhooks` of OpenAPI 3.1: one POST each, with the published schema of its body. */
export function webhookCatalogue(): Readonly<Record<string, unknown>> {
  const entries = Object.entries(EVENT_TYPES).flatMap(([type, summary]) => {
    if (!isEventType(type)) return [];
    const { $schema: _, $id: __, ...schema } = eventSchema(type);
    const post = {
      operationId: `webhook_${type}`,
      summary,
      description: 'Signed by Standard Webhooks: verify webhook-id, webhook-timestamp and webhook-signature over the raw body.',
      requestBody: { required: true, content: { 'application/json': { schema } } },
      responses: { '2XX': { description: 'Received. Anything else is tried again; 410 ends the subscription.' } },
    };
    return [[type, { post }] as const];
  });
  return Object.fromEntries(entries);
}
