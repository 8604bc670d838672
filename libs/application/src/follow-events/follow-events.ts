import { Injectable } from '@nestjs/common';
import type { Actor } from '#domain/access/actor';
import { can } from '#domain/access/authorize';
import { checkEventGlobs, wantsEvent } from '#domain/delivery/event-filter';
import { SlipwayError } from '#domain/errors/slipway-error';
import { stageKey } from '#domain/registry/stage-name';
import { EventStore, type TailedEvent } from '#application/ports/event-store';
import type { EventEnvelope } from '#application/ports/webhook-sender';
import type { EventSelection } from '#application/queries/event-views';
import type { CommandContext } from '#application/shared/command-context';

/** The rules of a stream of events: where it starts, and what it shows to whom. */
@Injectable()
export class FollowEvents {
  constructor(private readonly events: EventStore) {}

  /**
   * The position after which a stream starts: `after` where the reader has seen that much, else the newest.
   * @throws SlipwayError INVALID_ARGUMENT for a type that is none; CURSOR_EXPIRED when events after that place are no longer kept.
   */
  async start({ workspace }: CommandContext, selection: EventSelection, after: number | null): Promise<number> {
    if (selection.types !== undefined) checkEventGlobs(selection.types, 'types');
    const head = await this.events.head(workspace);
    // Nobody has seen more than there is: a place past the head is from another database.
    if (after === null || after >= head) return head;
    await this.requireKept(workspace, after, head);
    return after;
  }

  /** Those of the events that the reader asked for and may see now. */
  visible(actor: Actor, selection: EventSelection, events: readonly TailedEvent[]): readonly EventEnvelope[] {
    const { types = ['*'], model, stage } = selection;
    const filter = { types, models: null, stages: stage === undefined ? [] : [stageKey(stage)] };
    return events.flatMap((one) => {
      const { event, modelNow, stages } = one;
      const named = model === undefined || model === modelNow || model === event.modelId;
      const wanted = named && wantsEvent(filter, { type: event.type, model: event.model, stages });
      return wanted && maySee(actor, one) ? [event] : [];
    });
  }

  private async requireKept(workspace: string, after: number, head: number): Promise<void> {
    const oldest = (await this.events.oldest(workspace)) ?? head + 1;
    if (after + 1 < oldest) throw eventCursorExpired(oldest);
  }
}

/** Events of no model are about the service itself: for administrators, as the log of such acts is. */
function maySee(actor: Actor, { event, modelNow }: TailedEvent): boolean {
  return event.modelId === null || modelNow === null ? can(actor, 'admin.endpoints') : can(actor, 'model.read', modelNow);
}

/** The answer to a reader who was away for longer than events are kept. `oldest` is the first position that is. */
export function eventCursorExpired(oldest: number): SlipwayError {
  return new SlipwayError(
    'CURSOR_EXPIRED',
    `Events before position ${oldest} are no longer kept. Read the models as they are now, then go on from position ${oldest - 1}.`,
    { extra: { oldest } },
  );
}
