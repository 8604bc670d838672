import { Injectable } from '@nestjs/common';
import { Clock } from '#application/ports/clock';
import { DeploymentStore } from '#application/ports/deployment-store';
import { JobQueue, QueueUnavailableError } from '#application/ports/job-queue';
import type { CommandContext } from '#application/shared/command-context';

/** Deployments started by one sweep; what is left is due at the next one, a second later. */
const BATCH = 200;

/** A job that nobody took for this long may be lost with its queue and is added again. */
const ADD_AGAIN_MS = 10_000;

/** Adds a job for every deployment that the table says is due: retries, polls, jobs that were lost, workers that were killed. */
@Injectable()
export class SweepDeployments {
  /** When a job was added for a deployment in the state of this fencing number, which the job's claim changes. */
  private readonly added = new Map<string, number>();

  constructor(
    private readonly deployments: DeploymentStore,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
  ) {}

  /** @returns how many jobs it added. `context` is the system's. With the queue away it adds none; the next sweep finds them again. */
  async execute(context: CommandContext): Promise<number> {
    const now = this.clock.now().getTime();
    for (const [key, at] of this.added) if (now - at >= ADD_AGAIN_MS) this.added.delete(key);
    const due = await this.deployments.findDue(context.workspace, BATCH);
    const fresh = due.filter((one) => !this.added.has(keyOf(one)));
    try {
      await this.jobs.addMany(
        'deploy',
        fresh.map(({ id }) => ({ deploymentId: id })),
      );
    } catch (error) {
      if (error instanceof QueueUnavailableError) return 0;
      throw error;
    }
    for (const one of fresh) this.added.set(keyOf(one), now);
    return fresh.length;
  }
}

function keyOf({ id, fence }: { readonly id: string; readonly fence: number }): string {
  return `${id} ${fence}`;
}
