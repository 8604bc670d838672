import type { DeployTargetConnection } from '#application/ports/deploy-gateway';
import { DeployGateway } from '#application/ports/deploy-gateway';
import { systemContext } from '#application/shared/system-context';
import { Database } from '#persistence/core/database';
import { deployParts, githubGateway, loopbackClient } from './deploy-parts.js';

/** Where the worker stops and waits to be killed. */
export type DeathPoint = 'before_request' | 'after_acceptance';

/** What the process is started with, as JSON. */
export interface DyingWorkerArguments {
  readonly databaseUrl: string;
  readonly keyRing: string;
  readonly deploymentId: string;
  readonly point: DeathPoint;
}

/*
 * A worker process that advances one deployment, says when it has come to the point of the dispatch that it was told, and never goes on,
 * until it is killed. Run by forkTypescript.
 */
const { databaseUrl, keyRing, deploymentId, point }: DyingWorkerArguments = JSON.parse(process.argv[2] ?? '');
const real = githubGateway(loopbackClient());

class HangingGateway extends DeployGateway {
  override async dispatch(target: DeployTargetConnection, inputs: Readonly<Record<string, string>>) {
    if (point === 'after_acceptance') await real.dispatch(target, inputs);
    process.send?.({ reached: point });
    return new Promise<never>(() => undefined);
  }
  override findRun = real.findRun.bind(real);
  override getRun = real.getRun.bind(real);
  override cancelRun = real.cancelRun.bind(real);
}

const { advance } = deployParts(new Database({ url: databaseUrl, poolSize: 2 }), new HangingGateway(), keyRing);
// A pending promise alone does not keep a process alive.
setInterval(() => undefined, 60_000);
await advance.execute(systemContext('default'), deploymentId);
