import { Injectable } from '@nestjs/common';
import { SlipwayError } from '#domain/errors/slipway-error';
import { AttemptRecorder, type EndedDelivery } from './attempt-recorder.js';
import { DatabaseGate } from './database-gate.js';

/** Results of one statement: enough that its cost is shared, few enough for some milliseconds. */
const BATCH = 256;
/** While a statement waits for the disk the next one may start, once it has so many. */
const WORTH_A_STATEMENT = 64;
const STATEMENTS = 2;
/** Endpoints whose failures are stored at once: each takes a transaction, and a hundred that fail must leave the database to those that do not. */
const TROUBLES = 2;

/**
 * While the database is away the results of deliveries are kept for so long: they would else be sent again when their leases have ended, and an
 * ordered line would wait as long. Less than the ten seconds that a lease lasts beyond the longest send. Milliseconds.
 */
const KEPT_MS = 8_000;
/** Between two tries to store them. */
const AGAIN_MS = 200;

/** A result that waits to be stored. */
interface Unstored {
  readonly endpointId: string;
  readonly ended: EndedDelivery;
  /** Called when it is stored, or with what kept it from being stored. */
  readonly done: (failure?: { readonly error: unknown }) => void;
}

/**
 * Stores what the sends of a process came to. What all its drains delivered at about the same time goes into one statement, since each commit
 * waits for the disk; failures are stored endpoint by endpoint, because they change its health.
 */
@Injectable()
export class ResultWriter {
  private readonly delivered: Unstored[] = [];
  private readonly troubled = new Map<string, Unstored[]>();
  private readonly storingTrouble = new Set<string>();
  private statements = 0;
  private scheduled = false;

  constructor(
    private readonly recorder: AttemptRecorder,
    private readonly gate: DatabaseGate,
  ) {}

  /** Returns at once; `done` is called when the result is stored. */
  add(endpointId: string, ended: EndedDelivery, done: Unstored['done']): void {
    const unstored = { endpointId, ended, done };
    if (ended.result?.outcome === 'delivered') this.delivered.push(unstored);
    else this.troubleOf(endpointId).push(unstored);
    if (this.scheduled) return;
    this.scheduled = true;
    // Answers that have arrived already are read in this turn of the event loop.
    setImmediate(() => {
      this.scheduled = false;
      this.turn();
    });
  }

  private troubleOf(endpointId: string): Unstored[] {
    const known = this.troubled.get(endpointId);
    if (known !== undefined) return known;
    const fresh: Unstored[] = [];
    this.troubled.set(endpointId, fresh);
    return fresh;
  }

  private turn(): void {
    while (
      this.delivered.length > 0 &&
      this.statements < STATEMENTS &&
      (this.statements === 0 || this.delivered.length >= WORTH_A_STATEMENT)
    ) {
      void this.storeDelivered(this.delivered.splice(0, BATCH));
    }
    for (const [endpointId, unstored] of this.troubled) {
      if (this.storingTrouble.size >= TROUBLES) break;
      if (this.storingTrouble.has(endpointId)) continue;
      this.troubled.delete(endpointId);
      void this.storeTrouble(endpointId, unstored);
    }
  }

  private async storeDelivered(batch: readonly Unstored[]): Promise<void> {
    this.statements += 1;
    const ended = batch.map((one) => one.ended);
    // What a lost answer hides is stored already is refused by its state the second time.
    await settle(batch, () => whileAway(() => this.gate.run(null, () => this.recorder.recordDelivered(ended))));
    this.statements -= 1;
    this.turn();
  }

  private async storeTrouble(endpointId: string, batch: readonly Unstored[]): Promise<void> {
    this.storingTrouble.add(endpointId);
    const ended = batch.map((one) => one.ended);
    await settle(batch, () => this.gate.run(null, () => this.recorder.record(endpointId, ended)));
    this.storingTrouble.delete(endpointId);
    this.turn();
  }
}

/** Tries again while the database is away, for as long as results are kept. */
async function whileAway(work: () => Promise<void>): Promise<void> {
  const end = performance.now() + KEPT_MS;
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      const away = error instanceof SlipwayError && error.code === 'UNAVAILABLE';
      if (!away || performance.now() > end) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

/** Tells each of the batch what became of it. */
async function settle(batch: readonly Unstored[], work: () => Promise<void>): Promise<void> {
  let failure: { readonly error: unknown } | undefined;
  try {
    await work();
  } catch (error) {
    failure = { error };
  }
  for (const { done } of batch) done(failure);
}
