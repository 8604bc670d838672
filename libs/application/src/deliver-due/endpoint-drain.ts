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

/** Milliseconds for one attempt in all (webhooks.md: 15 to 30 s). */
export const SEND_DEADLINE_MS = 15_000;
/** After the deadline there is time to store the result before another process may claim again. */
export const LEASE_MS = SEND_DEADLINE_MS + 10_000;
/** For so long nobody else starts deliveries after a claim, if its process dies before it gives that up. */
const DRAIN_LEASE_MS = 5_000;

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
  private poked = false;
  private stopping = false;
  private failure: { readonly error: unknown } | null = null;
  private notify: () => void = () => undefined;

  constructor(
    private readonly endpointId: string,
    private readonly parts: DrainParts,
  ) {}

  poke(): void {
    this.poked = true;
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
      for (;;) {
        this.poked = false;
        if (this.halted) break;
        const settled = await this.claimAndStart();
        if (!settled || this.poked || this.halted) continue;
        if (this.held === 0) break;
        await this.change();
      }
    } finally {
      onIdle();
      while (this.held > 0) await this.change();
    }
    if (this.failure !== null) throw this.failure.error;
    return this.stopping;
  }

  private get halted(): boolean {
    return this.stopping || this.failure !== null;
  }

  /** @returns true when there is nothing to claim now: nothing due, or no slot. */
  private async claimAndStart(): Promise<boolean> {
    const { deliveries, slots, owner, gate } = this.parts;
    const { endpointId } = this;
    const free = slots.take(endpointId, BURST);
    if (free === 0) return true;
    let started = 0;
    try {
      const request = { endpointId, owner, limit: free, leaseMs: LEASE_MS, drainMs: DRAIN_LEASE_MS };
      const claim = await gate.run(() => deliveries.claim(request));
      if (claim === null) return true;
      started = claim.deliveries.length;
      this.held += started;
      if (started > 0) await this.startAll(claim.endpoint, claim.deliveries);
      // Nothing more now: others may start what comes next while we wait for answers.
      return started === free ? false : !(await gate.run(() => deliveries.release(endpointId, owner)));
    } finally {
      slots.give(endpointId, free - started);
    }
  }

  private async startAll(endpoint: SendingEndpoint, claimed: readonly ClaimedDelivery[]): Promise<void> {
    try {
      const { circuit, now } = endpoint;
      if (circuit.openUntil !== null) await this.parts.deliveries.saveCircuit(endpoint.id, probeStarted(circuit, now));
      const secrets = this.secretsOf(endpoint);
      for (const delivery of claimed) this.start(endpoint, secrets, delivery);
    } catch (error) {
      this.parts.slots.give(endpoint.id, claimed.length);
      this.held -= claimed.length;
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
    const input = { url: endpoint.url, secrets, eventId: event.id, body, timestamp: startedAt, deadlineMs: SEND_DEADLINE_MS };
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

  /** Resolves when results were stored, or at a poke or a stop. */
  private change(): Promise<void> {
    return new Promise((resolve) => {
      this.notify = resolve;
    });
  }
}
