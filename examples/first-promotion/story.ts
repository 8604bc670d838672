import type { SlipwayClient } from '#sdk/client';
import { ProblemError } from '#sdk/problem-error';
import { waitFor } from '#sdk/wait-for';
import type { Github, RecordedRun } from './github.js';
import { readTrainedVersion } from './model-files.js';
import type { Receiver, ReceivedEvent } from './receiver.js';
import { registerModel } from './registry.js';
import { NotAsToldError, present, told, toldEqual } from './told.js';

/** What happened to a stage, with its effects. */
export interface StageChange {
  readonly at: string;
  readonly kind: string;
  readonly version: number;
  readonly stage: string;
  /** The version that had to go, to Archived. */
  readonly archived: number | null;
  /** The verified deliveries that told of it. */
  readonly deliveries: readonly ReceivedEvent[];
  /** As the contract server recorded it; null where nothing is deployed from this stage. */
  readonly run: RecordedRun | null;
}

/** What stood in Production at an instant, as `?at=` answers it afterwards. */
export interface StageAt {
  readonly at: string;
  readonly version: number | null;
}

/** The end of the story, for the table. */
export interface StoryEnd {
  readonly model: string;
  readonly changes: readonly StageChange[];
  readonly productionAt: readonly StageAt[];
  readonly live: number;
  readonly hold: string;
  readonly quarantine: string;
  readonly events: number;
}

export interface StoryParts {
  readonly client: SlipwayClient;
  readonly receiver: Receiver;
  readonly github: Github;
  /** Makes this run's names its own. */
  readonly suffix: string;
  readonly say: (line: string) => void;
}

/** The relay, the dispatch and a run of one second take three or so; a busy machine may take ten times that. */
const EFFECTS_MS = 60_000;
const STAGE = 'Production';
const REASON = 'errors in production are higher than on the test set';

/** Tells the main job through the REST API. @throws {NotAsToldError} with one sentence where something is not as it should be. */
export class Story {
  private readonly model: string;
  private readonly changes: StageChange[] = [];
  private readonly undo: (() => Promise<unknown>)[] = [];

  constructor(private readonly parts: StoryParts) {
    this.model = `diabetes-progression-${parts.suffix}`;
  }

  /** The whole story, in its order. */
  async tell(): Promise<StoryEnd> {
    const { client, say } = this.parts;
    say(`1. Registering ${this.model} with two versions`);
    await registerModel(client, this.model, [readTrainedVersion(1), readTrainedVersion(2)]);
    say('2. Subscribing a webhook receiver and a GitHub Actions deploy target');
    await this.subscribe();
    say('3. Promoting version 1 to Staging, then to Production, and version 2 after it');
    await this.promote(1, 'Staging', null);
    await this.promote(1, STAGE, null);
    await this.promote(2, STAGE, 1);
    await this.checkSameInstant();
    say('4. Rolling back');
    const { hold, quarantine } = await this.rollBack();
    const productionAt = await this.lookBack();
    await this.checkDeliveries();
    const live = present((await this.stage()).live.version, 'a live version');
    return { model: this.model, changes: this.changes, productionAt, live, hold, quarantine, events: this.parts.receiver.events.length };
  }

  /** Takes back what would go on without the story: the subscription and the deploy target. The model stays, to be looked at. */
  async tidy(): Promise<void> {
    for (const step of this.undo.splice(0).reverse()) await step();
  }

  private async subscribe(): Promise<void> {
    const { client, receiver, github, suffix } = this.parts;
    const { data: made } = await client.POST('/api/v1/webhooks', {
      body: { url: receiver.url, description: 'first promotion', eventTypes: ['*'], models: `model:${this.model}` },
    });
    const webhook = present(made, 'a webhook');
    this.undo.push(() => client.DELETE('/api/v1/webhooks/{id}', { params: { path: { id: webhook.id }, header: { 'If-Match': '*' } } }));
    receiver.trust(present(webhook.secret, 'the signing secret, shown once'));
    const { repository, workflow, ref, apiUrl, token } = github;
    const { data: target } = await client.POST('/api/v1/deploy-targets', {
      body: {
        name: `kitchen-${suffix}`,
        models: `model:${this.model}`,
        stage: STAGE,
        repository,
        workflow,
        ref,
        apiUrl,
        credential: { token },
      },
    });
    const { id } = present(target, 'a deploy target');
    this.undo.push(() => client.DELETE('/api/v1/deploy-targets/{id}', { params: { path: { id }, header: { 'If-Match': '*' } } }));
  }

  private async promote(version: number, toStage: string, archived: number | null): Promise<void> {
    const { client } = this.parts;
    const { data, response } = await client.POST('/api/v1/promotions', {
      body: { model: this.model, version, toStage, reason: 'first promotion' },
    });
    toldEqual(`The answer to promoting version ${version} to ${toStage}`, response.status, 201);
    const promotion = present(data, 'a promotion');
    told('archivedVersions' in promotion, 'The answer to a promotion is the verdict of a dry run.');
    toldEqual('The state of the promotion', promotion.state, 'applied');
    toldEqual('The versions that it archived', promotion.archivedVersions, archived === null ? [] : [archived]);
    await this.follow(promotion.id, archived, toStage === STAGE);
  }

  /** Waits for everything that a promotion starts: its webhooks and, from Production, its workflow run and what that makes live. */
  private async follow(promotionId: string, archived: number | null, deployed: boolean): Promise<void> {
    const { client, receiver, github } = this.parts;
    const { data } = await client.GET('/api/v1/promotions/{id}', { params: { path: { id: promotionId } } });
    const promotion = present(data, `promotion ${promotionId}`);
    const about = (type: string) => (event: ReceivedEvent) => event.type === type && event.data['promotionId'] === promotionId;
    const types = ['promotion.applied', 'stage.changed', ...(deployed ? ['deployment.dispatched', 'deployment.succeeded'] : [])];
    const run = deployed ? await this.followRun(promotionId, promotion.version) : null;
    for (const type of types) await receiver.waitFor(`${type} of version ${promotion.version}`, about(type), EFFECTS_MS);
    this.changes.push({
      at: present(promotion.appliedAt, 'the instant of the promotion'),
      kind: promotion.kind,
      version: promotion.version,
      stage: promotion.toStage,
      archived,
      deliveries: receiver.events.filter((event) => event.data['promotionId'] === promotionId),
      run: run === null ? null : await github.run(run),
    });
  }

  /** Follows the deployment to its end. @returns the id of its workflow run. */
  private async followRun(promotionId: string, version: number): Promise<string> {
    const { client, github } = this.parts;
    const what = `the deployment of version ${version}`;
    const seen = await this.until(
      what,
      async () => {
        const { data } = await client.GET('/api/v1/deployments', { params: { query: { promotion: promotionId } } });
        return data?.items[0];
      },
      (deployment) => deployment?.finishedAt !== undefined && deployment.finishedAt !== null,
    );
    const deployment = present(seen, what);
    toldEqual(`The state of ${what}`, deployment.state, 'succeeded');
    const runId = present(deployment.runId, `a workflow run for ${what}`);
    const run = await github.run(runId);
    toldEqual(`The conclusion of run ${runId}`, [run.status, run.conclusion], ['completed', 'success']);
    told(run.title.includes(`${deployment.id}.${deployment.attempt}`), `Run ${runId} ("${run.title}") is not that of ${deployment.id}.`);
    await this.until(
      `version ${version} to be live`,
      () => this.stage(),
      (stage) => stage.live.version === version,
    );
    return runId;
  }

  /** Version 1 left Production in the very instant in which version 2 came. */
  private async checkSameInstant(): Promise<void> {
    const { client } = this.parts;
    const { data } = await client.GET('/api/v1/models/{model}/history', { params: { path: { model: this.model }, query: { limit: 100 } } });
    const history = present(data, 'the history').items;
    const placement = (version: number, stage: string) =>
      present(
        history.find((one) => one.version === version && one.stage === stage),
        `version ${version} in ${stage} in the history`,
      );
    const came = placement(2, STAGE).from;
    toldEqual('The instant in which version 1 left Production', placement(1, STAGE).to, came);
    toldEqual('The instant in which version 1 was archived', placement(1, 'Archived').from, came);
    toldEqual('What stands in Production now', placement(2, STAGE).to, null);
  }

  private async rollBack(): Promise<{ hold: string; quarantine: string }> {
    const { client, receiver } = this.parts;
    const { data, response } = await client.POST('/api/v1/models/{model}/stages/{stage}/rollback', {
      params: { path: { model: this.model, stage: STAGE } },
      body: { from: 2, reason: REASON },
    });
    toldEqual('The answer to the rollback', response.status, 201);
    const rollback = present(data, 'a rollback');
    toldEqual('The rollback', [rollback.kind, rollback.state, rollback.version], ['rollback', 'applied', 1]);
    await this.follow(rollback.id, 2, true);
    await receiver.waitFor('the hold', ({ type }) => type === 'stage.held', EFFECTS_MS);
    await receiver.waitFor('the quarantine', ({ type, data: of }) => type === 'version.quarantined' && of['version'] === 2, EFFECTS_MS);
    const { data: board } = await client.GET('/api/v1/models/{model}/stages', { params: { path: { model: this.model } } });
    const column = (name: string) =>
      present(
        board?.stages.find(({ stage }) => stage === name),
        `the stage ${name}`,
      );
    const standing = (name: string) => column(name).versions.map(({ version }) => version);
    toldEqual('What stands in Production after the rollback', standing(STAGE), [1]);
    toldEqual('What stands in Archived after the rollback', standing('Archived'), [2]);
    const hold = present(column(STAGE).hold, 'a hold on Production');
    const quarantine = present(
      column(STAGE).quarantines.find(({ version }) => version === 2),
      'a quarantine of version 2',
    );
    await this.checkQuarantine();
    return { hold: hold.reason, quarantine: quarantine.incident };
  }

  /** The quarantined version may not come back, and the refusal says why. */
  private async checkQuarantine(): Promise<void> {
    try {
      await this.parts.client.POST('/api/v1/promotions', { body: { model: this.model, version: 2, toStage: STAGE } });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      toldEqual('The refusal of the quarantined version', [error.status, error.code], [422, 'VERSION_QUARANTINED']);
      return;
    }
    throw new NotAsToldError('Version 2 is quarantined, and yet it was promoted to Production again.');
  }

  /** Production as it was at each instant, and a moment before. */
  private async lookBack(): Promise<readonly StageAt[]> {
    const seen: StageAt[] = [];
    let before: number | null = null;
    for (const { at, version, stage } of this.changes) {
      const justBefore = new Date(Date.parse(at) - 1).toISOString();
      const now: number | null = stage === STAGE ? version : before;
      toldEqual(`Production at ${justBefore}, just before the change`, await this.versionAt(justBefore), before);
      toldEqual(`Production at ${at}`, await this.versionAt(at), now);
      seen.push({ at, version: now });
      before = now;
    }
    return seen;
  }

  private async versionAt(at: string): Promise<number | null> {
    const stage = await this.stage(at);
    told(stage.versions.length <= 1, `${stage.versions.length} versions stood in Production at ${at}.`);
    return stage.versions[0]?.version ?? null;
  }

  private async stage(at?: string) {
    const { data } = await this.parts.client.GET('/api/v1/models/{model}/stages/{stage}', {
      params: { path: { model: this.model, stage: STAGE }, query: at === undefined ? {} : { at } },
    });
    return present(data, 'the stage Production');
  }

  /** Every event came, verified, with an id of its own, and none is missing between the first and the last. */
  private async checkDeliveries(): Promise<void> {
    const { receiver } = this.parts;
    const { events, refused } = receiver;
    // First attempts start in order, but a later one may be the faster.
    await receiver.waitFor('the events in between', () => isGapless(events), EFFECTS_MS);
    toldEqual('The deliveries whose signature did not verify', refused, []);
    toldEqual('The number of different event ids', new Set(events.map(({ id }) => id)).size, events.length);
    told(
      events.every(({ model }) => model === this.model),
      'An event of another model was delivered.',
    );
  }

  private async until<T>(what: string, look: () => Promise<T>, reached: (seen: T) => boolean): Promise<T> {
    try {
      return await waitFor(look, reached, { timeoutMs: EFFECTS_MS, intervalMs: 100 });
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'WaitTimeoutError') throw error;
      const last = 'last' in error ? JSON.stringify(error.last) : 'nothing';
      throw new NotAsToldError(`Waited ${EFFECTS_MS / 1000} s in vain for ${what}; what was there at the end: ${last}`);
    }
  }
}

function isGapless(events: readonly ReceivedEvent[]): boolean {
  const sequences = events.map(({ sequence }) => sequence ?? 0);
  return Math.max(...sequences) - Math.min(...sequences) + 1 === new Set(sequences).size;
}
