import { actorRef } from '#domain/access/actor';
import type { CommandContext } from '#application/shared/command-context';

/** The version of the event payloads that is written now. */
export const EVENT_API_VERSION = '2026-11-01';

/** The context as the database functions take it. */
export function contextJson(context: CommandContext): string {
  return JSON.stringify(contextOf(context));
}

/** The same as a part of something bigger. */
export function contextOf(context: CommandContext): object {
  return {
    actor: actorRef(context.actor),
    actorId: context.actor.id,
    door: context.door,
    client: context.client,
    requestId: context.requestId,
    apiVersion: EVENT_API_VERSION,
  };
}
