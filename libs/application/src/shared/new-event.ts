import type { EventType } from '#domain/events/event-types';
import type { NewPayloadOf } from '#domain/events/payloads';
import type { NewEvent } from '#application/ports/journal';

/** An event whose payload is checked against its published type when it is compiled. `stage` is for endpoint filters. */
export function newEvent<T extends EventType>(type: T, data: NewPayloadOf<T>, stage: string | null = null): NewEvent {
  return { type, stage, data };
}
