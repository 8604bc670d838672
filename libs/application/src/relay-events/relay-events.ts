import { Injectable } from '@nestjs/common';
import { wantsEvent } from '#domain/delivery/event-filter';
import { Ids } from '#application/ports/ids';
import { JobQueue, QueueUnavailableError } from '#application/ports/job-queue';
import {
  OutboxStore,
  type EndpointOwner,
  type NewDelivery,
  type Subscriber,
  type UndispatchedEvent,
} from '#application/ports/outbox-store';
import { RunningDrains } from '#application/deliver-due/running-drains';
import { ownerMayRead } from '#application/shared/endpoint-access';

/** Events of one transaction: enough to carry a burst, few enough to commit within some tens of milliseconds. */
export const RELAY_BATCH = 500;

/** What one pass did. */
export interface RelayReport {
  readonly events: number;
  readonly deliveries: number;
  /** The types of the dispatched events; each event is dispatched once over all processes, so this is what may be counted. */
  readonly types: readonly string[];
  /** True where more may be waiting: run again at once. */
  readonly more: boolean;
}

/** So long a pass waits for the queue to take its jobs; one that is away must not hold up the events that come next. Milliseconds. */
const PATIENCE_MS = 20;
/** Adds that may be under way; beyond these the sweeps find what is due. */
const MOST_ADDS = 8;

interface Dispatched {
  readonly types: readonly string[];
  readonly deliveries: number;
  readonly endpointIds: readonly string[];
  readonly deploymentIds: readonly string[];
}

const NOTHING: Dispatched = { types: [], deliveries: 0, endpointIds: [], deploymentIds: [] };

/**
 * Turns events into deliveries (docs/architecture.md, step 6): each event gets its position and one delivery per matching endpoint, in one
 * transaction and in order, by one relay at a time; then a job per endpoint. A job that is lost costs a second: the sweep adds it again.
 */
@Injectable()
export class RelayEvents {
  private adds = 0;

  constructor(
    private readonly outbox: OutboxStore,
    private readonly ids: Ids,
    private readonly queue: JobQueue,
    private readonly drains: RunningDrains,
  ) {}

  /** One batch. @throws SlipwayError UNAVAILABLE when the database is away; a queue that is away is no error. */
  async execute(workspace: string): Promise<RelayReport> {
    let done: Dispatched | null = null;
    // Where another relay was quicker it has taken a whole batch, so this ends as soon as the others do.
    while (done === null) done = await this.dispatch(workspace);
    await this.startWork(done);
    const { types, deliveries } = done;
    return { events: types.length, deliveries, types, more: types.length === RELAY_BATCH };
  }

  /** True where an event waits. */
  hasWork(workspace: string): Promise<boolean> {
    return this.outbox.hasUndispatched(workspace);
  }

  private async dispatch(workspace: string): Promise<Dispatched | null> {
    const { events, subscribers } = await this.outbox.waiting(workspace, RELAY_BATCH);
    if (events.length === 0) return NOTHING;
    const deliveries = this.match(events, subscribers);
    const deploymentIds = await this.outbox.dispatch(workspace, events, deliveries);
    if (deploymentIds === null) return null;
    const active = new Set(subscribers.filter((one) => one.active).map((one) => one.id));
    const endpointIds = [...new Set(deliveries.map((one) => one.endpointId))].filter((id) => active.has(id));
    return { types: events.map((event) => event.type), deliveries: deliveries.length, endpointIds, deploymentIds };
  }

  private match(events: readonly UndispatchedEvent[], subscribers: readonly Subscriber[]): NewDelivery[] {
    // Endpoints of one owner share the answer.
    const readable = new Map<EndpointOwner, Map<string | null, boolean>>();
    const mayRead = (owner: EndpointOwner, model: string | null): boolean => {
      const models = readable.get(owner) ?? new Map<string | null, boolean>();
      readable.set(owner, models);
      const known = models.get(model) ?? ownerMayRead(owner, model);
      models.set(model, known);
      return known;
    };
    const wanted = (event: UndispatchedEvent, subscriber: Subscriber): boolean => {
      // A test event tells of nothing but the endpoint itself.
      if (event.endpointId !== null) return event.endpointId === subscriber.id;
      return wantsEvent(subscriber, event) && mayRead(subscriber.owner, event.modelNow ?? event.model);
    };
    return events.flatMap((event) =>
      subscribers
        .filter((subscriber) => wanted(event, subscriber))
        .map((subscriber) => ({ id: this.ids.next('dlv'), eventId: event.id, endpointId: subscriber.id })),
    );
  }

  private async startWork({ endpointIds, deploymentIds }: Dispatched): Promise<void> {
    // A drain that runs in this process looks again, and some more are started here at once; the others get a job.
    const idle = endpointIds.filter((id) => !this.drains.startHere(id));
    if (idle.length + deploymentIds.length === 0 || this.adds >= MOST_ADDS) return;
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, PATIENCE_MS)));
    try {
      await Promise.race([this.addJobs(idle, deploymentIds), patience]);
    } catch (error) {
      // Committed is committed: what the queue did not take is found by the sweeps.
      if (!(error instanceof QueueUnavailableError)) throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  private async addJobs(endpointIds: readonly string[], deploymentIds: readonly string[]): Promise<void> {
    this.adds += 1;
    try {
      await Promise.all([
        this.queue.addMany(
          'drain',
          endpointIds.map((endpointId) => ({ endpointId })),
        ),
        this.queue.addMany(
          'deploy',
          deploymentIds.map((deploymentId) => ({ deploymentId })),
        ),
      ]);
    } finally {
      this.adds -= 1;
    }
  }
}
