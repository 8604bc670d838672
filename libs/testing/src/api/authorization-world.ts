import { newId } from '#platform/ids/id-generator';
import { openVersion } from '../artifacts/open-version.js';
import { seedModel } from './seed-model.js';
import type { TestApi, TestRequest } from './test-api.js';

/** A model as requests name it. */
export interface ModelRef {
  readonly name: string;
  readonly id: string;
  /** Its address, by name. */
  readonly url: string;
}

/** A model, and the promotion of it that matters to a test. */
export interface Moved {
  readonly model: ModelRef;
  readonly promotionId: string;
}

interface Made {
  readonly id: string;
}

/** Ends the names of models that the world's deploy targets are for. */
const DEPLOYED = '-deployed';

/**
 * Makes things to ask for over REST, every one new, so that no call of a test disturbs another's. All models' names start with `prefix`
 * and bear `mark`, and so does every text of theirs, where `mark` is not empty: whoever finds the mark in an answer has seen a model's data.
 */
export class AuthorizationWorld {
  private count = 0;
  private endpointId: Promise<string> | undefined;
  private targets: Promise<unknown> | undefined;

  /** @param reader the token of somebody who may ask for promotions. */
  constructor(
    readonly api: TestApi,
    readonly prefix: string,
    readonly mark: string,
    private readonly reader: string,
  ) {}

  /** As an administrator. @throws Error unless the answer is a success. */
  async admin<T = Made>(method: string, path: string, request: TestRequest = {}): Promise<T> {
    const { status, text, json } = await this.api.request<T>(method, `/api/v1${path}`, request);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
    return json;
  }

  nextName(suffix = ''): string {
    this.count += 1;
    return `${this.prefix}-${this.mark}${this.count}${suffix}`;
  }

  /** A model with READY versions 1 and 2, nothing of which stands anywhere. */
  async model(suffix = ''): Promise<ModelRef> {
    const name = this.nextName(suffix);
    const ref = { name, url: `/models/${encodeURIComponent(name)}` };
    if (this.mark === '') return { ...ref, id: await seedModel(this.api.database, name, 2) };
    const { mark } = this;
    const tags = { [mark]: mark };
    const { id } = await this.admin('POST', '/models', { body: { name, description: mark, tags } });
    const version = { source: `s3://${mark}/x`, runId: mark, description: mark, tags, metrics: { [mark]: 0.5 }, params: tags };
    const lineage = { repository: mark, datasets: [{ name: mark, digest: `sha256:${'9f'.repeat(32)}` }] };
    for (const body of [{ ...version, lineage }, version]) await this.admin('POST', `${ref.url}/versions`, { body });
    await this.admin('PUT', `${ref.url}/aliases/${mark}`, { body: { version: 1 } });
    await this.admin('PUT', `${ref.url}/versions/1/checks/${mark}`, {
      body: { status: 'success', summary: mark, url: `https://${mark}.example` },
    });
    return { ...ref, id };
  }

  /** A model whose versions 1, 2 ... were promoted to these stages, one after the other; the promotion is the last one's. */
  async standing(...stages: readonly string[]): Promise<Moved> {
    return this.promoteAll(await this.model(), stages);
  }

  private async promoteAll(model: ModelRef, stages: readonly string[]): Promise<Moved> {
    let promotionId = '';
    for (const [index, toStage] of stages.entries()) {
      const body = { model: model.name, version: index + 1, toStage, reason: this.mark };
      promotionId = (await this.admin('POST', '/promotions', { body })).id;
    }
    return { model, promotionId };
  }

  /** An open request of `token` (somebody else, if not given) for version 1. */
  async requested(toStage: string, token = this.reader): Promise<Moved> {
    const model = await this.model();
    const body = { model: model.name, version: 1, toStage, reason: this.mark };
    const { id } = await this.admin('POST', '/promotions', { body, token });
    const comment = { body: { body: `said ${this.mark}` } };
    if (this.mark !== '') await this.admin('POST', `/promotions/${id}/comments`, comment);
    return { model, promotionId: id };
  }

  /** Version 2 was taken out of Production: it is quarantined there and the stage is held. */
  async rolledBack(): Promise<Moved> {
    const { model } = await this.standing('Production', 'Production');
    const body = { from: 2, reason: `bad ${this.mark}` };
    const { id } = await this.admin('POST', `${model.url}/stages/Production/rollback`, { body });
    return { model, promotionId: id };
  }

  /** A version that waits for its files and has the file `file.txt`. */
  async pending(): Promise<ModelRef> {
    const name = this.nextName();
    await openVersion(this.api, name);
    const url = `/models/${encodeURIComponent(name)}`;
    await this.admin('PUT', `${url}/versions/1/artifacts/file.txt`, { body: `bytes ${this.mark}` });
    const { id } = await this.admin('GET', url);
    return { name, url, id };
  }

  /** A deployment of version 1 into the stage, in the given state. */
  async deployment(stage: string, state: string): Promise<Made & { readonly model: ModelRef; readonly promotionId: string }> {
    await (this.targets ??= Promise.all(['Staging', 'Production'].map((one) => this.target(one, `model:${this.prefix}-*${DEPLOYED}`))));
    const { model, promotionId } = await this.promoteAll(await this.model(DEPLOYED), [stage]);
    const { deployment } = this.api.database.client;
    const { id } = await deployment.findFirstOrThrow({ where: { promotionId } });
    await deployment.update({
      where: { id },
      data: { state, ...(state === 'queued' ? {} : { dueAt: null }), error: this.mark, runUrl: this.mark },
    });
    return { id, model, promotionId };
  }

  /** A deploy target, of no model unless told. */
  target(stage = 'Production', models = `model:${this.prefix}-nothing`): Promise<Made> {
    const place = { models, stage, repository: `acme/${this.mark}models`, workflow: 'deploy.yml', ref: 'main' };
    const body = { name: this.nextName('-target'), ...place, credential: { token: 'not-shown' } };
    return this.admin('POST', '/deploy-targets', { body });
  }

  /** An endpoint for this world's models. */
  endpoint(): Promise<Made> {
    const body = { url: `http://127.0.0.1:9/${this.mark}`, description: this.mark, eventTypes: ['*'], models: `model:${this.prefix}-*` };
    return this.admin('POST', '/webhooks', { body });
  }

  /** A redelivery to an endpoint of this world; there is nothing to be sent. */
  async redelivery(): Promise<Made & { readonly endpointId: string }> {
    const { id: endpointId } = await this.endpoint();
    return { ...(await this.admin('POST', `/webhooks/${endpointId}/redeliver`, { body: { since: '2026-01-01T00:00:00Z' } })), endpointId };
  }

  /** A delivery to an endpoint of this world, as the relay and the worker leave it when it has failed for good. */
  async delivery(): Promise<Made & { readonly model: ModelRef; readonly endpointId: string }> {
    const endpointId = await (this.endpointId ??= this.endpoint().then(({ id }) => id));
    const model = await this.model();
    const id = newId('dlv');
    const at = new Date();
    const common = { workspace: 'default' };
    const event = { eventId: newId('evt'), eventType: 'model.updated', modelId: model.id, position: 1n };
    const end = { state: 'dead', lastError: this.mark, createdAt: at };
    await this.api.database.client.delivery.create({ data: { ...common, id, endpointId, ...event, ...end } });
    const attempt = {
      deliveryId: id,
      number: 1,
      startedAt: at,
      durationMs: 1,
      outcome: 'failed',
      error: this.mark,
      responseBody: this.mark,
    };
    await this.api.database.client.deliveryAttempt.create({ data: { ...common, ...attempt, requestHeaders: {} } });
    return { id, model, endpointId };
  }

  /** Somebody who is signed in and has no role at all. */
  async user(): Promise<Made & { readonly token: string }> {
    const { id } = await this.admin('POST', '/users', { body: { name: this.nextName('-user') } });
    return { id, ...(await this.token('user', id)) };
  }

  /** A group, with the member `userId` if given. */
  async group(userId?: string): Promise<Made> {
    const group = await this.admin('POST', '/groups', { body: { name: this.nextName('-group') } });
    if (userId !== undefined) await this.admin('PUT', `/groups/${group.id}/members/${userId}`);
    return group;
  }

  /** A service account of `ownerId`, or the administrator's. */
  serviceAccount(ownerId?: string): Promise<Made> {
    const body = { name: this.nextName('-bot'), description: this.mark, ...(ownerId === undefined ? {} : { ownerId }) };
    return this.admin('POST', '/service-accounts', { body });
  }

  /** A further token. */
  async token(type: 'user' | 'service_account', id: string): Promise<{ readonly token: string; readonly tokenId: string }> {
    const body = { name: `token ${this.mark}`, holder: { type, id } };
    const made = await this.admin<Made & { readonly token: string }>('POST', '/tokens', { body });
    return { token: made.token, tokenId: made.id };
  }

  /** The role reader on a model of this world that is not there, for `userId` or for somebody new. */
  async binding(userId?: string): Promise<Made> {
    const id = userId ?? (await this.admin('POST', '/users', { body: { name: this.nextName('-user') } })).id;
    const body = { subject: { type: 'user', id }, role: 'reader', pattern: `model:${this.nextName()}` };
    return this.admin('POST', '/role-bindings', { body });
  }
}
