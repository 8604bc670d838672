import type { Abstract } from '@nestjs/common';
import { AuditStore } from '#application/ports/audit-store';
import { DeliveryStore } from '#application/ports/delivery-store';
import { DeployGateway } from '#application/ports/deploy-gateway';
import { DeploymentStore } from '#application/ports/deployment-store';
import { OutboxStore } from '#application/ports/outbox-store';
import { PromotionStore } from '#application/ports/promotion-store';
import { UnitOfWork, type Transaction } from '#application/ports/unit-of-work';
import { WebhookSender } from '#application/ports/webhook-sender';

/** Where the process can be made to die or be held, each with what has happened by then. */
export const CRASH_POINTS = {
  'inside-transaction':
    'the database function of a rollback, or of a promotion that was approved or has rivals, has answered within its transaction; nothing is committed',
  'after-commit': "the promotion's database function has answered; no answer has left, nobody was woken",
  'after-relay': 'deliveries are inserted and committed; no drain was started',
  'after-claim': 'deliveries are claimed; nothing was sent',
  'after-send': 'the receiver has answered 2xx; the result is not stored',
  'after-reconciling': 'the deployment is committed as reconciling; no request has left',
  'after-github-accepted': 'GitHub has accepted the dispatch; the outcome is not stored',
  'inside-seal': 'audit entries are chained, not committed',
  'after-seal': 'audit entries are chained and committed',
} as const;

export type CrashPoint = keyof typeof CRASH_POINTS;

/** Where an API is; at all others it is a worker. */
export const POINTS_OF_API: readonly CrashPoint[] = ['inside-transaction', 'after-commit'];

/** Called wherever the process comes to a point; resolves when it may go on. */
export type Reach = (point: CrashPoint) => Promise<void>;

/** Finds every instance of a port in a composed application. */
export type FindPorts = <T>(port: Abstract<T>) => readonly T[];

/**
 * Wraps the adapters of this process, so that it calls `reach` at each of the points, and otherwise behaves as always. Call it before the
 * application starts.
 */
export function installCrashPoints(find: FindPorts, reach: Reach): void {
  wrapTransactions(find, reach);
  for (const promotions of find(PromotionStore)) {
    const apply = promotions.apply.bind(promotions);
    promotions.apply = async (application, tx) => {
      const outcome = await apply(application, tx);
      if (outcome.outcome === 'applied') await reach(tx === undefined ? 'after-commit' : 'inside-transaction');
      return outcome;
    };
  }
  for (const outbox of find(OutboxStore)) {
    const dispatch = outbox.dispatch.bind(outbox);
    outbox.dispatch = async (workspace, events, deliveries) => {
      const deployments = await dispatch(workspace, events, deliveries);
      if (deployments !== null && deliveries.length > 0) await reach('after-relay');
      return deployments;
    };
  }
  for (const deliveries of find(DeliveryStore)) {
    const claim = deliveries.claim.bind(deliveries);
    deliveries.claim = async (request) => {
      const claimed = await claim(request);
      if (claimed !== null && claimed.deliveries.length > 0) await reach('after-claim');
      return claimed;
    };
  }
  for (const sender of find(WebhookSender)) {
    const send = sender.send.bind(sender);
    sender.send = async (input) => {
      const result = await send(input);
      if (result.outcome === 'delivered') await reach('after-send');
      return result;
    };
  }
  for (const deployments of find(DeploymentStore)) {
    const begin = deployments.beginDispatch.bind(deployments);
    deployments.beginDispatch = async (claimed, leaseMs) => {
      const begun = await begin(claimed, leaseMs);
      if (begun) await reach('after-reconciling');
      return begun;
    };
  }
  for (const gateway of find(DeployGateway)) {
    const dispatch = gateway.dispatch.bind(gateway);
    gateway.dispatch = async (target, inputs) => {
      const outcome = await dispatch(target, inputs);
      if (outcome.kind === 'accepted') await reach('after-github-accepted');
      return outcome;
    };
  }
}

/** The sealer writes inside a transaction; what counts is the moment after the commit of that very one. */
function wrapTransactions(find: FindPorts, reach: Reach): void {
  const wrote = new WeakMap<Transaction, CrashPoint>();
  for (const audit of find(AuditStore)) {
    const seal = audit.seal.bind(audit);
    audit.seal = async (tx, workspace, seals) => {
      await seal(tx, workspace, seals);
      await reach('inside-seal');
      wrote.set(tx, 'after-seal');
    };
  }
  for (const unit of find(UnitOfWork)) {
    const run = unit.run.bind(unit);
    unit.run = async <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => {
      let mine: Transaction | undefined;
      const result = await run((tx) => {
        mine = tx;
        return work(tx);
      });
      const point = mine === undefined ? undefined : wrote.get(mine);
      if (point !== undefined) await reach(point);
      return result;
    };
  }
}
