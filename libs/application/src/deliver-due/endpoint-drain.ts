import { probeStarted } from '#domain/delivery/circuit-breaker';
import { SlipwayError } from '#domain/errors/slipway-error';
import type { Claim, ClaimedDelivery, SendingEndpoint } from '#application/ports/delivery-store';
import type { SendOutcome } from '#application/ports/webhook-sender';
import { ownerMayRead } from '#application/shared/endpoint-access';
import type { EndedDelivery } from './attempt-recorder.js';
import { ChangeSignal } from './change-signal.js';
import { ClaimedLine, type Waiting } from './claimed-line.js';
import { DRAIN_LEASE_MS, GATHER_MS, LEASE_MS, LINGER_MS, RELEASE_AFTER_MS, SEND_DEADLINE_MS, WORTH_A_CLAIM } from './drain-times.js';
import type { DrainParts } from './drain-parts.js';
import { EndpointHold } from './endpoint-hold.js';
import { HeldDeliveries } from './held-deliveries.js';
import type { RunningDrain } from './running-drains.js';
import { BURST, GUARANTEED } from './send-slots.js';

/** The next claim is made while so many still wait, so that the sends need not wait for it. */
const REFILL_AT = BURST;
/** An endpoint that lets all of its requests wait for so long is taken for one in trouble, until it accepts one. */
const SILENT_MS = 1_000;
/** Results that may wait to be stored before nothing more is claimed. */
const MOST_UNSTORED = 512;

/** Outcomes of the attempts of one drain. */
export type DrainReport = Readonly<Record<SendOutcome, number>>;

/**
 * Sends what is due at one endpoint until nothing is, or until it is told to stop. Claims as much as there are free slots, and ahead of them as
 * much as the endpoint has accepted in the moment before; starts all of it in order; what does not start soon is given back.
 */
export class EndpointDrain implements RunningDrain {
  private readonly line = new ClaimedLine();
  private readonly held = new HeldDeliveries();
  private readonly change = new ChangeSignal();
  private readonly counts: Record<SendOutcome, number> = { delivered: 0, failed: 0, gone: 0, slow_down: 0 };
  /** Sends that wait for their answers, each with its slot. */
  private sending = 0;
  /** By the monotonic clock; or when the first was sent of those that wait. */
  private answeredAt = 0;
  private unstored = 0;
  /** Places of the process for what is claimed ahead. */
  private ahead = 0;
  private claiming = false;
  private readonly hold: EndpointHold;
  private ordered = false;
  /** Something may be due that was not claimed yet. */
  private looking = true;
  /** Claimed, and not in line: what kept it from being sent is `failure`. */
  private unstarted: ClaimedDelivery[] = [];
  /** Results make more claimable: the line of an ordered endpoint, or a circuit. */
  private resultsMatter = false;
  private stopping = false;
  /** It has failed and does not look again, and something was seen to be due since then: another drain is to follow. */
  followed = false;
  private failure: { readonly error: unknown } | null = null;

  constructor(
    private readonly endpointId: string,
    private readonly parts: DrainParts,
  ) {
    this.hold = new EndpointHold(endpointId, parts, this.held);
  }

  poke(): void {
    this.looking = true;
    if (this.failure !== null) this.followed = true;
    this.change.notify();
  }

  /** Claims no more; what was started is still brought to its end. */
  stop(): void {
    this.stopping = true;
    this.change.notify();
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
    const failed = (error: unknown): void => this.fail(error);
    do {
      await this.work().catch(failed);
      await this.giveBack();
      while (this.hold.holding && this.unstored > 0 && this.hold.timeLeft(performance.now()) > 0) {
        await this.change.within(this.hold.timeLeft(performance.now()));
      }
      if (await this.hold.end(failed)) {
        this.looking = true;
        this.followed ||= this.failure?.error instanceof SlipwayError && this.failure.error.code === 'UNAVAILABLE';
      }
      // What could not be leased is kept from the next drain of this process by this one.
      if (this.hold.holding || this.held.unleased.length > 0) await this.allStored();
    } while (!this.halted && this.looking);
    onIdle();
    await this.allStored();
    if (this.failure !== null) throw this.failure.error;
    return this.stopping;
  }

  private async work(): Promise<void> {
    while (!this.halted && (await this.step()));
  }

  private async allStored(): Promise<void> {
    while (this.sending + this.unstored > 0) await this.change.within(null);
  }

  private get halted(): boolean {
    return this.stopping || this.failure !== null;
  }

  /** One thing at a time: give back, claim, release, or wait for something to change. @returns false when there is nothing left to do. */
  private async step(): Promise<boolean> {
    const now = performance.now();
    const { line, hold } = this;
    const { gate } = this.parts;
    if (this.sending > 0 && now - this.answeredAt > SILENT_MS) gate.note(this.endpointId, false);
    if (line.length > 0 && (line.timeLeft(now) <= 0 || line.doubtful)) {
      await this.giveBack();
      return true;
    }
    const room = this.mayClaim ? this.roomNow(now) : 0;
    // The claim of an endpoint in trouble may wait for its turn longer than what is under way is held for.
    const waits = room > 0 && this.sending > 0 && gate.inTrouble(this.endpointId);
    if (line.length === 0 && hold.holding && (waits || hold.timeLeft(now) <= 0)) {
      await this.released();
      return true;
    }
    if (room > 0) {
      const worthIt = room >= WORTH_A_CLAIM || this.sending === 0;
      if (worthIt || !(await this.change.within(GATHER_MS))) await this.claimAndStart();
      return true;
    }
    if (line.length > 0) {
      await this.change.within(line.timeLeft(now));
      return true;
    }
    if (await this.change.within(RELEASE_AFTER_MS)) return true;
    if (hold.holding) {
      // Results that are about to be stored need no lease.
      if (this.unstored > 0) await this.change.within(hold.timeLeft(now));
      else await this.released();
      return true;
    }
    return this.change.within(this.sending + this.unstored > 0 ? null : LINGER_MS);
  }

  private get mayClaim(): boolean {
    // Failures that may open the circuit are stored first.
    const judged = !this.line.doubtful || this.unstored === 0;
    return this.looking && judged && this.line.length <= REFILL_AT && this.unstored <= MOST_UNSTORED;
  }

  private roomNow(now: number): number {
    return Math.max(0, this.parts.slots.free(this.endpointId) + this.line.room(now) - this.line.length);
  }

  /** Claims as much as there is room for, and starts in order what there are slots for. */
  private async claimAndStart(): Promise<void> {
    const { deliveries, slots, owner, gate } = this.parts;
    const { endpointId, line } = this;
    let askedAt = performance.now();
    // Before the claim: what is poked meanwhile is looked for again.
    this.looking = false;
    // Slots that wait for a turn send nothing.
    const most = gate.inTrouble(endpointId) ? GUARANTEED : BURST;
    let taken = slots.take(endpointId, Math.max(0, most - line.length));
    const ahead = slots.takeAhead(line.room(askedAt));
    this.ahead += ahead;
    this.claiming = true;
    line.claimed(askedAt);
    try {
      const limit = taken + ahead;
      if (limit === 0) return;
      const past = this.held.passOver(this.ordered);
      const request = { endpointId, owner, limit, ...past, leaseMs: LEASE_MS, drainMs: DRAIN_LEASE_MS };
      const claim = await gate
        .run(endpointId, () => {
          // Not before its turn: what it may start, and for how long, counts from here.
          askedAt = performance.now();
          return deliveries.claim(request);
        })
        .catch((error: unknown) => {
          this.hold.perhapsTaken(askedAt);
          throw error;
        });
      if (claim === null) return;
      this.hold.taken(askedAt);
      this.held.add(claim.deliveries);
      if (this.held.found(claim.deliveries.length === limit, past.after)) this.looking = true;
      if (claim.deliveries.length === 0) return;
      await this.lineUp(claim, askedAt);
      while (taken > 0 && line.timeLeft(performance.now()) > 0 && this.startNext()) taken -= 1;
      // Slots that came free while the claim was under way: with nothing under way no answer would start the rest.
      this.startMore();
    } finally {
      this.claiming = false;
      slots.give(endpointId, taken);
      this.giveAhead();
    }
  }

  /** Puts what was claimed in line, unless another process has taken the endpoint before a probe of its circuit was noted. */
  private async lineUp({ endpoint, deliveries }: NonNullable<Claim>, askedAt: number): Promise<void> {
    const { circuit, ordered } = endpoint;
    const { owner, deliveries: store } = this.parts;
    this.ordered = ordered;
    this.resultsMatter = ordered || circuit.openUntil !== null;
    this.unstarted.push(...deliveries);
    if (circuit.openUntil !== null && !(await store.saveCircuit(endpoint.id, owner, probeStarted(circuit, endpoint.id, endpoint.now)))) {
      this.hold.lost();
      return this.giveBack();
    }
    const secrets = this.secretsOf(endpoint);
    this.unstarted = [];
    const waiting = deliveries.map((delivery) => ({ delivery, endpoint, secrets }));
    this.line.push(waiting, askedAt);
  }

  /** Starts what waits, as far as there are slots. */
  private startMore(): void {
    const { line, endpointId } = this;
    const { slots } = this.parts;
    if (this.halted || line.length === 0 || line.doubtful || line.timeLeft(performance.now()) <= 0) return;
    while (line.length > 0 && slots.take(endpointId, 1) === 1) {
      try {
        this.startNext();
      } catch (error) {
        slots.give(endpointId, 1);
        this.fail(error);
        return;
      }
    }
    this.giveAhead();
  }

  /** Starts the first that waits, on a slot that was taken. @returns false where none waits. */
  private startNext(): boolean {
    const next = this.line.shift();
    if (next === undefined) return false;
    try {
      this.send(next);
    } catch (error) {
      this.unstarted.push(next.delivery);
      throw error;
    }
    return true;
  }

  private secretsOf({ id, secret, previousSecret }: SendingEndpoint): readonly string[] {
    const open = (sealed: string, column: string) => this.parts.vault.open(sealed, { table: 'webhook_endpoint', row: id, column });
    return [open(secret, 'secret'), ...(previousSecret === null ? [] : [open(previousSecret, 'secret')])];
  }

  private send({ delivery, endpoint, secrets }: Waiting): void {
    const { sender, clock } = this.parts;
    const startedAt = clock.now();
    const { event } = delivery;
    if (event.type !== 'webhook.test' && !ownerMayRead(endpoint.owner, delivery.modelNow)) {
      this.store({ delivery, startedAt, result: null }, true);
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
    if (this.sending === 0) this.answeredAt = performance.now();
    this.sending += 1;
    sender.send(input).then(
      (result) => {
        this.sending -= 1;
        this.counts[result.outcome] += 1;
        const accepted = result.outcome === 'delivered';
        if (accepted) this.line.answered();
        else this.line.failed();
        this.answeredAt = performance.now();
        this.parts.gate.note(this.endpointId, accepted);
        // The slot of a failure stays taken until it is stored: it may open the circuit.
        if (accepted) this.parts.slots.give(this.endpointId, 1);
        this.store({ delivery, startedAt, result }, !accepted);
        this.startMore();
        if (this.mayClaim || this.line.doubtful || this.sending === 0) this.change.notify();
      },
      (error: unknown) => {
        this.sending -= 1;
        this.parts.slots.give(this.endpointId, 1);
        this.fail(error);
      },
    );
  }

  private store(ended: EndedDelivery, holdsSlot: boolean): void {
    this.unstored += 1;
    this.hold.whenKnown(() => this.storeNow(ended, holdsSlot));
  }

  private storeNow(ended: EndedDelivery, holdsSlot: boolean): void {
    this.parts.results.add(this.endpointId, ended, (failure) => {
      this.unstored -= 1;
      if (failure === undefined) this.held.drop(ended.delivery);
      if (holdsSlot) this.parts.slots.give(this.endpointId, 1);
      if (failure !== undefined) this.fail(failure.error);
      this.looking ||= this.resultsMatter;
      if (holdsSlot || this.resultsMatter || this.unstored === 0 || this.unstored === MOST_UNSTORED) this.change.notify();
    });
  }

  /** Lets another claim be made of what was claimed and has not started. */
  private async giveBack(): Promise<void> {
    const rest = [...this.unstarted, ...this.line.clear()];
    this.unstarted = [];
    this.giveAhead();
    if (rest.length === 0) return;
    this.looking = true;
    const { gate, deliveries } = this.parts;
    const leased = rest.filter(({ epoch }) => epoch === null);
    // Where that does not work their leases run out.
    if (leased.length > 0) await gate.run(null, () => deliveries.giveBack(leased)).catch(() => undefined);
    this.held.giveBack(rest);
  }

  /** Places ahead that nothing waits in. */
  private giveAhead(): void {
    const surplus = this.claiming ? 0 : this.ahead - this.line.length;
    if (surplus <= 0) return;
    this.parts.slots.giveAhead(surplus);
    this.ahead -= surplus;
  }

  private fail(error: unknown): void {
    this.failure ??= { error };
    this.change.notify();
  }

  /** Lets other processes start deliveries of the endpoint; looks again where something is due that came while they were turned away. */
  private async released(): Promise<void> {
    if (await this.hold.release()) this.looking = true;
  }
}
