import { Injectable } from '@nestjs/common';
import { circuitFailed, circuitSucceeded } from '#domain/delivery/circuit-breaker';
import type { DeliveryOutcome } from '#domain/delivery/delivery-outcome';
import { afterAttempt } from '#domain/delivery/endpoint-health';
import { nextAttempt } from '#domain/delivery/retry-schedule';
import { DeliveryStore, type ClaimedDelivery, type FinishedDelivery, type LockedHealth } from '#application/ports/delivery-store';
import { EffectsSignal } from '#application/ports/effects-signal';
import { Journal } from '#application/ports/journal';
import { UnitOfWork, type Transaction } from '#application/ports/unit-of-work';
import type { SendResult } from '#application/ports/webhook-sender';
import { withoutQuery } from '#application/shared/endpoint-url';
import { newEvent } from '#application/shared/new-event';
import { systemContext } from '#application/shared/system-context';

/** One claimed delivery after its attempt; without a result none was made, because the owner may no longer read the model. */
export interface EndedDelivery {
  readonly delivery: ClaimedDelivery;
  readonly startedAt: Date;
  readonly result: SendResult | null;
}

/** Stores what attempts came to, and what that means for their endpoint: circuit, automatic disabling, 410. */
@Injectable()
export class AttemptRecorder {
  constructor(
    private readonly deliveries: DeliveryStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly journal: Journal,
    private readonly signal: EffectsSignal,
  ) {}

  /** Stores deliveries that were accepted, of any endpoints, in one statement; an endpoint that had failed before forgets that. */
  async recordDelivered(ended: readonly EndedDelivery[]): Promise<void> {
    for (const endpointId of await this.deliveries.finishDelivered(ended.map(finishedOf))) {
      await this.unitOfWork.run((tx) => this.saveHealth(tx, endpointId, ['delivered']));
    }
  }

  /** One statement where all went well; else one transaction with the endpoint's row locked. A result under an old claim is dropped. */
  async record(endpointId: string, ended: readonly EndedDelivery[]): Promise<void> {
    const finished = ended.map(finishedOf);
    const outcomes = new Map(ended.flatMap(({ delivery, result }) => (result === null ? [] : [[delivery.id, result.outcome] as const])));
    if ([...outcomes.values()].every((outcome) => outcome === 'delivered')) {
      const { stored, unhealthy } = await this.deliveries.finish(endpointId, finished);
      if (!unhealthy || !stored.some((id) => outcomes.has(id))) return;
      await this.unitOfWork.run((tx) => this.saveHealth(tx, endpointId, ['delivered']));
      return;
    }
    const stopped = await this.unitOfWork.run(async (tx) => {
      const health = await this.deliveries.lockHealth(tx, endpointId);
      const { stored } = await this.deliveries.finish(endpointId, finished, tx);
      const counted = finished.flatMap(({ id }) => (stored.includes(id) ? (outcomes.get(id) ?? []) : []));
      return health !== null && this.applyHealth(tx, endpointId, health, counted);
    });
    if (stopped) this.signal.wake();
  }

  private async saveHealth(tx: Transaction, endpointId: string, outcomes: readonly DeliveryOutcome[]): Promise<void> {
    const health = await this.deliveries.lockHealth(tx, endpointId);
    if (health !== null) await this.applyHealth(tx, endpointId, health, outcomes);
  }

  /** @returns whether this ended the endpoint's being sent to. */
  private async applyHealth(
    tx: Transaction,
    endpointId: string,
    before: LockedHealth,
    outcomes: readonly DeliveryOutcome[],
  ): Promise<boolean> {
    if (outcomes.length === 0) return false;
    const { health, circuit, retryNow, stopped } = fold(endpointId, before, outcomes);
    const reason = stopped === null ? null : REASONS[stopped];
    await this.deliveries.saveHealth(tx, endpointId, { ...health, circuit, reason }, retryNow);
    if (stopped === null || reason === null) return false;
    const { failuresInRow: failures, failingSince } = health;
    const url = withoutQuery(before.url);
    const event = newEvent('endpoint.disabled', {
      endpointId,
      state: stopped,
      reason,
      url,
      failures,
      failingSince: failingSince?.toISOString() ?? null,
    });
    const data = { ...event.data, requestId: null };
    await this.journal.record(tx, systemContext(before.workspace), {
      modelId: null,
      events: [{ ...event, data }],
      audit: [{ action: 'endpoint.disable', outcome: 'done', objectType: 'endpoint', objectId: endpointId, reason, data }],
    });
    return true;
  }
}

const REASONS = {
  gone: 'The receiver answered 410: it wants no more events.',
  disabled: 'Nothing but failure for five days and at least twenty attempts.',
} as const;

function fold(endpointId: string, before: LockedHealth, outcomes: readonly DeliveryOutcome[]) {
  let { circuit } = before;
  let health = { state: before.state, failuresInRow: before.failuresInRow, failingSince: before.failingSince };
  let retryNow = false;
  let stopped: 'disabled' | 'gone' | null = null;
  for (const outcome of outcomes) {
    const next = afterAttempt(health, outcome, before.now);
    health = { state: next.state, failuresInRow: next.failuresInRow, failingSince: next.failingSince };
    stopped = next.stopped ?? stopped;
    if (outcome === 'delivered') {
      const success = circuitSucceeded(circuit);
      circuit = success.circuit;
      retryNow ||= success.retryNow;
    } else {
      circuit = circuitFailed(circuit, endpointId, before.now);
    }
  }
  return { health, circuit, retryNow, stopped };
}

function finishedOf({ delivery, startedAt, result }: EndedDelivery): FinishedDelivery {
  const { id, fence, epoch } = delivery;
  if (result === null) {
    const error = "The endpoint's owner may not read this model now, so nothing was sent.";
    return { id, fence, epoch, state: 'dead', retryInMs: null, attempt: null, error };
  }
  const attempt = { ...result, startedAt };
  if (result.outcome === 'delivered') return { id, fence, epoch, state: 'delivered', retryInMs: null, attempt, error: null };
  const { outcome, retryAfterMs, error } = result;
  const next = nextAttempt({ deliveryId: id, attempt: delivery.attempts + 1, now: startedAt, outcome, retryAfterMs });
  if (next === 'dead') return { id, fence, epoch, state: 'dead', retryInMs: null, attempt, error };
  return { id, fence, epoch, state: 'failing', retryInMs: next.getTime() - startedAt.getTime(), attempt, error };
}
