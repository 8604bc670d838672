import { Injectable } from '@nestjs/common';
import { checkModelPattern } from '#domain/access/pattern';
import { checkEventGlobs } from '#domain/delivery/event-filter';
import { invalid } from '#domain/errors/slipway-error';
import { stageKey } from '#domain/registry/stage-name';
import { EndpointStore, type EndpointSettings, type StoredEndpoint } from '#application/ports/endpoint-store';
import { UnitOfWork, type Transaction } from '#application/ports/unit-of-work';
import { WebhookSender } from '#application/ports/webhook-sender';
import { notFound } from './access.js';
import type { CommandContext } from './command-context.js';
import { mayManageEndpoint } from './endpoint-access.js';
import { staleRevision } from './identity-change.js';

/** Room for a sentence. */
const MAX_DESCRIPTION = 2_000;
const MAX_URL = 2_048;
const MAX_STAGES = 100;

/** The frame of every change of an endpoint: found, locked, managed by the actor, and of the revision that the caller has read. */
@Injectable()
export class EndpointChange {
  constructor(
    private readonly endpoints: EndpointStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly sender: WebhookSender,
  ) {}

  /** @throws SlipwayError NOT_FOUND (also where the actor does not manage it), REVISION_STALE; what `work` throws. */
  run<T>(
    context: CommandContext,
    id: string,
    expectedRevision: number | undefined,
    work: (tx: Transaction, endpoint: StoredEndpoint) => Promise<T>,
  ): Promise<T> {
    return this.unitOfWork.run(async (tx) => {
      const endpoint = await this.endpoints.lock(tx, context.workspace, id);
      if (endpoint === null || !mayManageEndpoint(context.actor, endpoint.models)) throw notFound(`webhook endpoint "${id}"`);
      if (expectedRevision !== undefined && expectedRevision !== endpoint.revision) throw staleRevision('endpoint', endpoint.revision);
      return work(tx, endpoint);
    });
  }

  /** Judges the address now; every attempt judges it again. @throws SlipwayError INVALID_ARGUMENT at `/url`. */
  async checkUrl(url: string): Promise<void> {
    if (url.length > MAX_URL) throw invalid('/url', 'url', `A URL has at most ${MAX_URL} characters`);
    const refusal = await this.sender.refusalOf(url);
    if (refusal !== null) throw invalid('/url', 'url', refusal);
  }

  /** Settings in the form in which they are stored. @throws SlipwayError INVALID_ARGUMENT, for a stage that does not exist too. */
  async checkSettings(tx: Transaction, workspace: string, settings: EndpointSettings): Promise<EndpointSettings> {
    const { url, description, ordered } = settings;
    if (description.length > MAX_DESCRIPTION) {
      throw invalid('/description', 'length', `A description has at most ${MAX_DESCRIPTION} characters`);
    }
    const eventTypes = checkEventGlobs(settings.eventTypes, '/eventTypes');
    const models = settings.models === null ? null : checkModelPattern(settings.models, '/models');
    if (settings.stages.length > MAX_STAGES) throw invalid('/stages', 'length', `Name at most ${MAX_STAGES} stages`);
    const known = new Set(settings.stages.length === 0 ? [] : await this.endpoints.stageKeys(tx, workspace));
    const stages = settings.stages.map((stage, index) => {
      const key = stageKey(stage);
      if (known.has(key)) return key;
      throw invalid(`/stages/${index}`, 'stage', `There is no stage '${stage}'; it would wait for events that never come`);
    });
    return { url, description, ordered, eventTypes, models, stages: [...new Set(stages)] };
  }
}
