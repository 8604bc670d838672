import { CancelDeployment } from '#application/cancel-deployment/cancel-deployment';
import { CreateDeployTarget } from '#application/create-deploy-target/create-deploy-target';
import { DeleteDeployTarget } from '#application/delete-deploy-target/delete-deploy-target';
import type { DeployTargetInput } from '#application/create-deploy-target/checked-target';
import type { StoredDeployment } from '#application/ports/deployment-store';
import { RetryDeployment } from '#application/retry-deployment/retry-deployment';
import { systemContext } from '#application/shared/system-context';
import { UpdateDeployTarget } from '#application/update-deploy-target/update-deploy-target';
import { HttpWebhookSender } from '#integrations/webhook/src/webhook-sender';
import { PrismaIdempotencyStore } from '#persistence/core/prisma-idempotency-store';
import { PrismaLiveViews } from '#persistence/deploys/prisma-live-views';
import { KeyRing } from '#platform/crypto/key-ring';
import { startGithubContractServer } from '../github/github-contract-server.js';
import type { GithubContractServer, GithubContractServerOptions } from '../github/github-contract-server.js';
import { contextOf, user } from '../promotion/actors.js';
import { PromotionWorld } from '../promotion/promotion-world.js';
import { deployParts, githubGateway, loopbackClient } from './deploy-parts.js';

/** Who may everything, and who may apply promotions. */
export const admin = user('admin', 'admin');
export const lead = user('lead', 'production-manager');

/** Promotions, deploy targets and deployments over the real adapters on a fresh database, beside a GitHub that keeps to the contract. */
export class DeployWorld {
  readonly keyRing = KeyRing.generate();
  private readonly client = loopbackClient();
  readonly parts;
  readonly createTarget: CreateDeployTarget;
  readonly updateTarget: UpdateDeployTarget;
  readonly deleteTarget: DeleteDeployTarget;
  readonly retry: RetryDeployment;
  readonly cancel: CancelDeployment;
  readonly live: PrismaLiveViews;
  private readonly servers: GithubContractServer[] = [];

  private constructor(readonly promotions: PromotionWorld) {
    const { database } = promotions;
    this.parts = deployParts(database, githubGateway(this.client), this.keyRing);
    const { targets, credentials, unit, journal, ids, deployments, mover, signal } = this.parts;
    const outbound = new HttpWebhookSender(this.client, 'test');
    this.createTarget = new CreateDeployTarget(targets, credentials, outbound, unit, journal, new PrismaIdempotencyStore(database), ids);
    this.updateTarget = new UpdateDeployTarget(targets, credentials, outbound, unit, journal);
    this.deleteTarget = new DeleteDeployTarget(targets, unit, journal);
    this.retry = new RetryDeployment(deployments, targets, unit, journal, signal);
    this.cancel = new CancelDeployment(deployments, mover, unit, journal, signal);
    this.live = new PrismaLiveViews(database);
  }

  static async start(): Promise<DeployWorld> {
    return new DeployWorld(await PromotionWorld.start());
  }

  async stop(): Promise<void> {
    await this.client.close();
    await this.promotions.stop();
  }

  /** For another process. */
  get databaseUrl(): string {
    return this.promotions.database.pool.options.connectionString ?? '';
  }

  /** The advance of another worker process, as far as one process can be two: its own gateway and claims. */
  anotherWorker() {
    return deployParts(this.promotions.database, githubGateway(this.client), this.keyRing).advance;
  }

  async github(options: GithubContractServerOptions = {}): Promise<GithubContractServer> {
    const server = await startGithubContractServer(options);
    this.servers.push(server);
    return server;
  }

  /** Ends the servers of a test. @returns what broke GitHub's schemas, which a test expects to be nothing. */
  async problems(): Promise<string[]> {
    const servers = this.servers.splice(0);
    await Promise.all(servers.map((server) => server.close()));
    return servers.flatMap((server) => server.problems);
  }

  /** A target of that server for the models of this name, in Production unless told otherwise. @returns its id. */
  async target(server: { readonly url: string }, model: string, more: Partial<DeployTargetInput> = {}): Promise<string> {
    const command = {
      name: `${model}-eu`,
      models: `model:${model}`,
      stage: 'Production',
      repository: 'acme/models',
      workflow: 'deploy.yml',
      ref: 'main',
    };
    const credential = { token: 'ghp_contract' };
    const { id } = await this.createTarget.execute(contextOf(admin), { ...command, apiUrl: server.url, ...more, credential });
    return id;
  }

  /** Promotes; @returns the id of the deployment to the newest target, and of the promotion. */
  async promote(model: string, version: number, stage = 'Production') {
    const { promotionId } = await this.promotions.promote.execute(contextOf(lead), { model, version, toStage: stage, reason: '' });
    const made = await this.promotions.database.client.deployment.findMany({ where: { promotionId }, orderBy: { targetName: 'asc' } });
    return { promotionId, deploymentIds: made.map(({ id }) => id), deploymentId: made[0]?.id ?? '' };
  }

  /** What the queue's job does. */
  advance(deploymentId: string): Promise<void> {
    return this.parts.advance.execute(systemContext('default'), deploymentId);
  }

  async deployment(id: string): Promise<StoredDeployment> {
    const found = await this.parts.deployments.find('default', id);
    if (found === null) throw new Error(`there is no deployment ${id}`);
    return found;
  }

  /** Lets time pass for all deployments of the model: their times move into the past, and so does what they wait for. */
  async pass(model: string, seconds: number): Promise<void> {
    await this.promotions.database.client.$executeRaw`
      UPDATE deployment d SET due_at = due_at - t.span, lease_until = lease_until - t.span, not_before = not_before - t.span, sent_at = sent_at - t.span,
          cancel_wanted_at = cancel_wanted_at - t.span, cancel_requested_at = cancel_requested_at - t.span, cancel_accepted_at = cancel_accepted_at - t.span
        FROM registered_model m, (SELECT ${seconds}::int * interval '1 second' AS span) t WHERE m.id = d.model_id AND m.name = ${model}`;
  }

  /** Seconds until the deployment is due, rounded. */
  async dueIn(id: string): Promise<number | null> {
    const { dueAt } = await this.deployment(id);
    return dueAt === null ? null : Math.round((dueAt.getTime() - Date.now()) / 1000);
  }

  /** Types of the model's deployment events, in order. */
  async events(modelId: string): Promise<string[]> {
    return (await this.promotions.events(modelId)).filter((type) => type.startsWith('deployment.'));
  }
}
