import { probeStarted } from '#domain/delivery/circuit-breaker';
import type { ClaimedDelivery, DeliveryStore, SendingEndpoint } from '#application/ports/delivery-store';
import type { Clock } from '#application/ports/clock';
import type { SecretVault } from '#application/ports/secret-vault';
import type { SendOutcome, WebhookSender } from '#application/ports/webhook-sender';
import { ownerMayRead } from '#application/shared/endpoint-access';
import type { AttemptRecorder, EndedDelivery } from './attempt-recorder.js';
import type { DatabaseGate } from './database-gate.js';
import type { RunningDrain } from './running-drains.js';
import { BURST, type SendSlots } from './send-slots.js';

/** Milliseconds for one attempt in all (Standard Webhooks 1.0: 15 to 30 s). */
export const SEND_DEADLINE_MS = 15_000;
/** After the deadline there is time to store the result before another process may claim again. */
export const LEASE_MS = SEND_DEADLINE_MS + 10_000;
/** For so long nobody else starts deliveries after a claim, if its process dies before it gives that up. */
const DRAIN_LEASE_MS = 5_000;

/**
 * A drain with nothing to do stays for so long: where events keep coming the relay wakes it directly, and no job is needed for each. Jobs are
 * what a queue on Postgres has the least of (about 900 a second).
 */
const LINGER_MS = 200;
/**
 * After so long without anything to do it lets other processes start the endpoint's deliveries. Their jobs are turned away until then, so this
 * bounds what a second process may add to a delivery's latency; without it each event would cost two statements more.
 */
const RELEASE_AFTER_MS = 15;

/** What a drain works with. */
export interface DrainParts {
  readonly deliveries: DeliveryStore;
  readonly sender: WebhookSender;
  readonly vault: SecretVault;
  readonly slots: SendSlots;
  readonly recorder: AttemptRecorder;
  readonly gate: DatabaseGate;
  readonly clock: Clock;
  /** Names this process in claims. */
  readonly owner: string;
}

/** Outcomes of the attempts of one drain. */
export type DrainReport = Readonly<Record<SendOutcome, number>>;

/**
 * Sends what is due at one endpoint until nothing is, or until it is told to stop. Claims no more than there are free slots, starts each
 * claim's sends in order before it claims again, and stores the results of sends that end together in one statement.
 */
export class EndpointDrain implements RunningDrain {
  private readonly ended: EndedDelivery[] = [];
  private readonly counts: Record<SendOutcome, number> = { delivered: 0, failed: 0, gone: 0, slow_down: 0 };
  private held = 0;
  private storing = false;
  /** Whether other processes are turned away. */
  private leased = false;
  /** Something may be due that was not claimed yet. */
  private looking = true;
  /** Results make more claimable: they free slots that were short, the line of an ordered endpoint, or a circuit. */
  private resultsMatter = false;
  private stopping = false;
  private failure: { readonly error: unknown } | null = null;
  private notify: () => void = () => undefined;

  constructor(
    private readonly endpointId: string,
    private readonly parts: DrainParts,
  ) {}

  poke(): void {
    this.looking = true;
    this.notify();
  }

  /** Claims no more; what was started is still brought to its end. */
  stop(): void {
    this.stopping = true;
    this.notify();
  }

  get report(): DrainReport {
    return this.counts;
  }

  /**
   * @param onIdle called in the moment in which it decides to end, so that no poke falls between.
   * @returns whether it was stopped and something may still be due.
   * @throws what the database or a secret that does not open threw; claims that were not finished run out by their leases.
   */
  async run(onIdle: () => void): Promise<boolean> {
    try {
      while (!this.halted) {
        if (this.looking) await this.claimAndStart();
        else if (await this.changeWithin(RELEASE_AFTER_MS)) continue;
        else if (this.leased) this.looking = await this.released();
        else if (this.held > 0) await this.change();
        else if (!(await this.changeWithin(LINGER_MS))) break;
      }
    } finally {
      onIdle();
      while (this.held > 0) await this.change();
      if (this.leased && this.failure === null) await this.released();
    }
    if (this.failure !== null) throw this.failure.error;
    return this.stopping;
  }

  private get halted(): boolean {
    return this.stopping || this.failure !== null;
  }

  /** Claims as much as there are free slots for, and starts it in order. */
  private async claimAndStart(): Promise<void> {
    const { deliveries, slots, owner, gate } = this.parts;
    const { endpointId } = this;
    // Before the claim: what is poked meanwhile is looked for again.
    this.looking = false;
    this.resultsMatter = true;
    const free = slots.take(endpointId, BURST);
    if (free === 0) return;
    let started = 0;
    try {
      const request = { endpointId, owner, limit: free, leaseMs: LEASE_MS, drainMs: DRAIN_LEASE_MS };
      const claim = await gate.run(() => deliveries.claim(request));
      if (claim === null) return;
      this.leased = true;
      started = claim.deliveries.length;
      this.held += started;
      if (started > 0) await this.startAll(claim.endpoint, claim.deliveries);
      if (started === free) this.looking = true;
      else this.resultsMatter = claim.endpoint.ordered || claim.endpoint.circuit.openUntil !== null;
    } finally {
      slots.give(endpointId, free - started);
    }
  }

  private async startAll(endpoint: SendingEndpoint, claimed: readonly ClaimedDelivery[]): Promise<void> {
    let started = 0;
    try {
      const { circuit, now } = endpoint;
      if (circuit.openUntil !== null) await this.parts.deliveries.saveCircuit(endpoint.id, probeStarted(circuit, now));
      const secrets = this.secretsOf(endpoint);
      for (const delivery of claimed) {
        this.start(endpoint, secrets, delivery);
        started += 1;
      }
    } catch (error) {
      // What was started gives its slot back at its end.
      this.parts.slots.give(endpoint.id, claimed.length - started);
      this.held -= claimed.length - started;
      throw error;
    }
  }

  private secretsOf({ id, secret, previousSecret }: SendingEndpoint): readonly string[] {
    const open = (sealed: string, column: string) => this.parts.vault.open(sealed, { table: 'webhook_endpoint', row: id, column });
    return [open(secret, 'secret'), ...(previousSecret === null ? [] : [open(previousSecret, 'secret')])];
  }

  private start(endpoint: SendingEndpoint, secrets: readonly string[], delivery: ClaimedDelivery): void {
    const { sender, clock } = this.parts;
    const startedAt = clock.now();
    const { event } = delivery;
    if (event.type !== 'webhook.test' && !ownerMayRead(endpoint.owner, delivery.modelNow)) {
      this.end({ delivery, startedAt, result: null });
      return;
    }
    const body = sender.format(event);
    const subject = {
      deliveryId: delivery.id,
      endpointId: endpoint.id,
      attempt: delivery.attempts + 1,
      event,
      trace: delivery.trace ?? null,
    };
    const input = { url: endpoint.url, secrets, eventId: event.id, body, timestamp: startedAt, deadlineMs: SEND_DEADLINE_MS, subject };
    sender.send(input).then(
      (result) => {
        this.counts[result.outcome] += 1;
        this.end({ delivery, startedAt, result });
      },
      (error: unknown) => this.abandon(1, error),
    );
  }

  private end(ended: EndedDelivery): void {
    this.ended.push(ended);
    if (this.storing) return;
    this.storing = true;
    void this.store();
  }

  /** What ends while one statement runs goes into the next. */
  private async store(): Promise<void> {
    // Answers that have arrived already are read in this turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.ended.length > 0) {
      const batch = this.ended.splice(0);
      try {
        await this.parts.gate.run(() => this.parts.recorder.record(this.endpointId, batch));
        this.looking ||= this.resultsMatter;
        this.abandon(batch.length);
      } catch (error) {
        this.abandon(batch.length, error);
      }
    }
    this.storing = false;
  }

  /** Gives slots back; with an error the drain ends. */
  private abandon(count: number, ...errors: readonly unknown[]): void {
    this.parts.slots.give(this.endpointId, count);
    this.held -= count;
    if (errors.length > 0) this.failure ??= { error: errors[0] };
    this.notify();
  }

  /**
   * Lets other processes start deliveries of the endpoint.
   * @returns whether something is due that came while they were turned away.
   */
  private async released(): Promise<boolean> {
    if (!this.leased) return false;
    this.leased = false;
    const { gate, deliveries, owner } = this.parts;
    return gate.run(() => deliveries.release(this.endpointId, owner));
  }

  /** @returns whether something changed within so many milliseconds. */
  private async changeWithin(ms: number): Promise<boolean> {
    if (this.looking || this.halted) return true;
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), ms)));
    const changed = await Promise.race([this.change().then(() => true), over]);
    clearTimeout(timer);
    return changed;
  }

  /** Resolves when results were stored, or at a poke or a stop. */
  private change(): Promise<void> {
    return new Promise((resolve) => {
      this.notify = resolve;
    });
  }
}
