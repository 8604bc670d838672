import { Injectable } from '@nestjs/common';
import { correlationToken } from '#domain/deployment/correlation-token';
import { hasEnded } from '#domain/deployment/deployment-machine';
import { DEFAULT_DEPLOY_TIMEOUT_MS, type DeploymentSnapshot } from '#domain/deployment/deployment-snapshot';
import { CANCEL_AGAIN_MS, CANCEL_GRACE_MS, nextStep, type NextStep } from '#domain/deployment/next-step';
import { runMeans } from '#domain/deployment/run-meaning';
import { DeployGateway, type RunLookup } from '#application/ports/deploy-gateway';
import { DeployTargetStore, type StoredDeployTarget } from '#application/ports/deploy-target-store';
import { DeploymentStore, type DeploymentReading, type StoredDeployment } from '#application/ports/deployment-store';
import type { CommandContext } from '#application/shared/command-context';
import { DeploymentMover, hasRun, toldState, type ToldMove } from './deployment-mover.js';
import { DispatchDeployment } from './dispatch-deployment.js';
import { CREDENTIAL_CLOSED, DEPLOYMENT_LEASE_MS } from './lease.js';
import { TargetCredentials } from './target-credentials.js';

/** More turns than any way through the states takes; what is left is due at the next sweep. */
const MAX_TURNS = 12;

/** An accepted cancellation takes effect within seconds, and a newer deployment waits for it. */
const POLL_WHILE_CANCELLING_MS = 5_000;

/** What one turn came to: go on with the row as it is now, or stop. `polledAt`: GitHub was asked about the run now. */
type Turn = { readonly goOn: boolean; readonly polledAt?: Date };

/** What the turns before have learnt. `woken`: this is the first one, and the row was due. */
interface Wake {
  readonly polledAt: Date | null;
  readonly woken: boolean;
}

const STOP: Turn = { goOn: false };
const ON: Turn = { goOn: true };

/**
 * Brings one deployment as far as it gets now: the use case of the queue's job and of the sweep. Safe to run anywhere, at any time, twice
 * at once, and to be killed at any instant: the row says what may have left, and nothing is ever sent again blindly.
 */
@Injectable()
export class AdvanceDeployment {
  constructor(
    private readonly deployments: DeploymentStore,
    private readonly targets: DeployTargetStore,
    private readonly credentials: TargetCredentials,
    private readonly gateway: DeployGateway,
    private readonly mover: DeploymentMover,
    private readonly dispatcher: DispatchDeployment,
  ) {}

  /** `context` is the system's. Does nothing where the deployment is not due or somebody else works on it. */
  async execute(context: CommandContext, deploymentId: string): Promise<void> {
    let row = await this.deployments.claim(context.workspace, deploymentId, DEPLOYMENT_LEASE_MS);
    let polledAt: Date | null = null;
    for (let turn = 1; row !== null && turn <= MAX_TURNS; turn += 1) {
      const done: Turn = await this.turn(context, row, { polledAt, woken: turn === 1 });
      if (!done.goOn) return;
      polledAt = done.polledAt ?? polledAt;
      row = await this.deployments.renew(row, DEPLOYMENT_LEASE_MS);
    }
    if (row !== null) await this.deployments.release(row, row.now);
  }

  private async turn(context: CommandContext, row: DeploymentReading, { polledAt, woken }: Wake): Promise<Turn> {
    if (hasEnded(row.state)) return STOP;
    const target = await this.targets.find(context.workspace, row.targetId);
    if (target === null || target.deleted) return this.end(context, row, withoutTarget(row));
    if (row.state === 'queued') {
      const superseded = supersededBefore(row);
      if (superseded !== null) return this.end(context, row, superseded);
    }
    if (this.cancelIsDue(row)) return this.cancel(target, row);
    const step = nextStep(
      snapshotOf(row, polledAt),
      row.older.map((other) => snapshotOf(other, null)),
      row.now,
    );
    // Whoever made the row due (the rhythm, a cancellation, the sweep after a kill) wants one look now.
    const wanted = woken && (step.kind === 'poll' || step.kind === 'reconcile') && (row.notBefore === null || row.notBefore <= row.now);
    if ('at' in step && step.at > row.now && !wanted) return this.wait(row, step.at);
    return this.perform(context, target, row, step);
  }

  private async perform(context: CommandContext, target: StoredDeployTarget, row: DeploymentReading, step: NextStep): Promise<Turn> {
    switch (step.kind) {
      case 'dispatch':
        return (await this.dispatcher.dispatch(context, target, row)) ? ON : STOP;
      case 'supersede_older':
        for (const older of row.older.filter((one) => step.ids.includes(one.id))) {
          await this.mover.move(context, older, {
            to: 'superseded',
            error: `Deployment ${row.id} (generation ${row.generation}) took its place.`,
          });
        }
        return ON;
      case 'cancel_older':
        for (const older of row.older.filter((one) => step.ids.includes(one.id))) await this.cancel(target, older);
        return ON;
      case 'wait_for_older':
        return this.wait(row, step.at);
      case 'poll':
      case 'reconcile':
        return this.look(context, target, row);
      case 'give_up':
        return this.end(context, row, { to: 'failed', error: giveUpReason(row, step.reason) });
      case 'time_out':
        return this.end(context, row, { to: 'timed_out', error: 'The workflow run did not end in time.' });
      case 'nothing':
        return STOP;
    }
  }

  /** Asks GitHub for the run, by its id where that is known, else by the token in its name. */
  private async look(context: CommandContext, target: StoredDeployTarget, row: DeploymentReading): Promise<Turn> {
    const found = await this.lookUp(target, row);
    if (found.kind === 'rate_limited') {
      // GitHub was not asked, so this was no look; only the time of the next one changes.
      const notBefore = new Date(row.now.getTime() + found.retryAfterMs);
      return (await this.deployments.note(row, { notBefore, error: found.message })) ? ON : STOP;
    }
    if (found.kind !== 'found') {
      return (await this.deployments.note(row, { error: found.message })) ? { goOn: true, polledAt: row.now } : STOP;
    }
    const { run } = found;
    const facts = { runId: run.id, runUrl: run.htmlUrl ?? row.runUrl, runStatus: run.status, conclusion: run.conclusion };
    const meaning = runMeans(row.state, run);
    const to = meaning === null ? null : toldState(meaning.to);
    const written =
      to === null
        ? await this.deployments.note(row, { ...facts, error: null })
        : await this.mover.move(context, row, { ...facts, to, error: meaning?.reason ?? null });
    return written ? { goOn: true, polledAt: row.now } : STOP;
  }

  private async lookUp(target: StoredDeployTarget, row: DeploymentReading): Promise<RunLookup> {
    const connection = this.connect(target);
    if (typeof connection === 'string') return { kind: 'refused', status: null, message: connection };
    if (row.state !== 'reconciling' && row.runId !== null) return this.gateway.getRun(connection, row.runId);
    return this.gateway.findRun(connection, { token: correlationToken(row.id, row.attempt), since: row.sentAt ?? row.now });
  }

  /** A person wants it cancelled, and GitHub has not taken that yet. */
  private cancelIsDue(row: DeploymentReading): boolean {
    if (row.cancelWantedAt === null || row.cancelAcceptedAt !== null || !hasRun(row)) return false;
    const again = row.cancelAskedAt === null ? 0 : row.cancelAskedAt.getTime() + CANCEL_AGAIN_MS;
    return Math.max(again, row.notBefore?.getTime() ?? 0) <= row.now.getTime();
  }

  private async cancel(target: StoredDeployTarget, deployment: StoredDeployment): Promise<Turn> {
    const connection = this.connect(target);
    const outcome =
      typeof connection === 'string'
        ? { kind: 'refused' as const, message: connection }
        : await this.gateway.cancelRun(connection, deployment.runId ?? '');
    await this.deployments.noteCancel(deployment, {
      accepted: outcome.kind === 'accepted',
      error: 'message' in outcome ? outcome.message : null,
      retryAfterMs: outcome.kind === 'rate_limited' ? outcome.retryAfterMs : null,
    });
    return ON;
  }

  private connect(target: StoredDeployTarget) {
    try {
      return this.credentials.connect(target);
    } catch {
      return CREDENTIAL_CLOSED;
    }
  }

  private async end(context: CommandContext, row: DeploymentReading, move: ToldMove): Promise<Turn> {
    await this.mover.move(context, row, move);
    return STOP;
  }

  private async wait(row: DeploymentReading, at: Date): Promise<Turn> {
    await this.deployments.release(row, new Date(Math.min(at.getTime(), ...earlierLooks(row))));
    return STOP;
  }
}

/** While a cancellation is on its way the run is looked at faster than its age asks for, and GitHub is asked again if it refused. */
function earlierLooks(row: DeploymentReading): number[] {
  if (!hasRun(row) || (row.notBefore !== null && row.notBefore > row.now)) return [];
  const now = row.now.getTime();
  if (row.cancelAcceptedAt !== null) {
    return now - row.cancelAcceptedAt.getTime() < CANCEL_GRACE_MS ? [now + POLL_WHILE_CANCELLING_MS] : [];
  }
  return row.cancelWantedAt === null || row.cancelAskedAt === null ? [] : [row.cancelAskedAt.getTime() + CANCEL_AGAIN_MS];
}

function withoutTarget(row: DeploymentReading): ToldMove {
  return row.state === 'queued'
    ? { to: 'cancelled', error: 'The deploy target was deleted before anything was sent.' }
    : { to: 'failed', error: 'The deploy target was deleted, so the run is no longer followed.' };
}

/** Asked when its turn comes: the wish that made this deployment may have been overtaken while it was queued. */
function supersededBefore(row: DeploymentReading): ToldMove | null {
  if (row.newestGeneration > row.generation) {
    return { to: 'superseded', error: `A newer deployment (generation ${row.newestGeneration}) took its place before anything was sent.` };
  }
  if (row.versionStandsThere) return null;
  return { to: 'superseded', error: `Version ${row.version} no longer stands in ${row.stage}; nothing was sent.` };
}

function giveUpReason(row: DeploymentReading, reason: string): string {
  return `${reason}: GitHub may or may not have started the run, and none was found.${row.error === null ? '' : ` Last: ${row.error}`}`;
}

function snapshotOf(row: StoredDeployment, lastPolledAt: Date | null): DeploymentSnapshot {
  return {
    id: row.id,
    state: row.state,
    generation: row.generation,
    attempt: row.attempt,
    dispatchedAt: row.sentAt,
    lastPolledAt,
    notBefore: row.notBefore,
    cancelAskedAt: row.cancelAskedAt,
    cancelAcceptedAt: row.cancelAcceptedAt,
    timeoutMs: DEFAULT_DEPLOY_TIMEOUT_MS,
  };
}
