import { Injectable, StreamableFile } from '@nestjs/common';
import { FollowEvents } from '#application/follow-events/follow-events';
import type { EventSelection } from '#application/queries/event-views';
import type { CommandContext } from '#application/shared/command-context';
import type { Actor } from '#domain/access/actor';
import { invalid, SlipwayError } from '#domain/errors/slipway-error';
import { Authenticator } from '../../auth/authenticator.js';
import { EventStream, StreamPaces } from './event-stream.js';
import { EventTail } from './event-tail.js';

/** Each stream is a socket and a look at its credential every three seconds. */
const MAX_STREAMS = 1_000;
/** A browser has one; many jobs of one service account may wait at once. */
const MAX_PER_ACTOR = 100;

/** What the request says beside the selection. */
export interface StreamRequest extends EventSelection {
  /** `Last-Event-ID`, as it came. */
  readonly lastEventId: string | undefined;
  /** The position to start after, where there is no such header. */
  readonly after: number | undefined;
  /** The credential's header, which is looked at again while the stream lasts. */
  readonly authorization: string | undefined;
}

/** Opens streams of events, and no more than the process can bear. */
@Injectable()
export class EventStreams {
  private readonly open = new Map<string, number>();
  private total = 0;

  constructor(
    private readonly rules: FollowEvents,
    private readonly tail: EventTail,
    private readonly authenticator: Authenticator,
    private readonly paces: StreamPaces,
  ) {}

  /** @throws SlipwayError INVALID_ARGUMENT, CURSOR_EXPIRED, RATE_LIMITED. */
  async start(context: CommandContext, request: StreamRequest): Promise<StreamableFile> {
    const { types, model, stage, authorization } = request;
    const selection = { ...(types && { types }), ...(model && { model }), ...(stage && { stage }) };
    const release = this.take(context.actor.id);
    try {
      const position = await this.rules.start(context, selection, placeOf(request));
      const input = { selection, actor: context.actor, position, resolve: () => this.resolve(authorization) };
      const { output } = new EventStream(input, this.tail, this.rules, this.paces);
      output.once('close', release);
      // A reader that goes away is no error.
      return new StreamableFile(output, { type: 'text/event-stream; charset=utf-8' }).setErrorLogger(() => undefined);
    } catch (error) {
      release();
      throw error;
    }
  }

  private async resolve(authorization: string | undefined): Promise<Actor | null> {
    try {
      return await this.authenticator.actorFor(authorization);
    } catch (error) {
      if (error instanceof SlipwayError && error.code === 'UNAUTHENTICATED') return null;
      throw error;
    }
  }

  private take(actorId: string): () => void {
    const own = this.open.get(actorId) ?? 0;
    if (this.total >= MAX_STREAMS || own >= MAX_PER_ACTOR) {
      const whose = own >= MAX_PER_ACTOR ? `You have ${own} streams open` : 'This process has all the streams open that it can bear';
      throw new SlipwayError('RATE_LIMITED', `${whose}. Close one, or read GET /api/v1/events from time to time.`, { retryAfter: 15 });
    }
    this.open.set(actorId, own + 1);
    this.total += 1;
    return () => {
      this.total -= 1;
      const left = (this.open.get(actorId) ?? 1) - 1;
      if (left > 0) this.open.set(actorId, left);
      else this.open.delete(actorId);
    };
  }
}

/** The header wins: a browser that reconnects sends the address that it was given first. */
function placeOf({ lastEventId, after }: StreamRequest): number | null {
  if (lastEventId === undefined || lastEventId === '') return after ?? null;
  if (!/^\d{1,15}$/.test(lastEventId))
    throw invalid('Last-Event-ID', 'position', 'Last-Event-ID must be the id of an event of this stream.');
  return Number(lastEventId);
}
