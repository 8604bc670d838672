import { Injectable } from '@nestjs/common';
import { mayMove } from '#domain/delivery/delivery-machine';
import { ENDPOINT_MACHINE, type EndpointState } from '#domain/delivery/endpoint-health';
import { SlipwayError } from '#domain/errors/slipway-error';
import { EndpointStore, type EndpointSettings, type StoredEndpoint } from '#application/ports/endpoint-store';
import { Journal } from '#application/ports/journal';
import type { Transaction } from '#application/ports/unit-of-work';
import type { CommandContext } from '#application/shared/command-context';
import { requireManageEndpoint } from '#application/shared/endpoint-access';
import { EndpointChange } from '#application/shared/endpoint-change';
import { withoutQuery } from '#application/shared/endpoint-url';

export interface UpdateEndpointCommand extends Partial<EndpointSettings> {
  readonly id: string;
  readonly state?: 'active' | 'paused';
  readonly expectedRevision?: number;
}

/** Changes an endpoint, pauses it, or starts it again; started again it begins without its past failures. Its owner stays. */
@Injectable()
export class UpdateEndpoint {
  constructor(
    private readonly change: EndpointChange,
    private readonly endpoints: EndpointStore,
    private readonly journal: Journal,
  ) {}

  /** @throws SlipwayError NOT_FOUND, REVISION_STALE, INVALID_ARGUMENT, INVALID_STATE, PERMISSION_DENIED (for the new model pattern). */
  async execute(context: CommandContext, command: UpdateEndpointCommand): Promise<void> {
    const { id, expectedRevision, url } = command;
    // Whether it may be seen comes before whether the address is good; a name server must not be waited for within a transaction.
    await this.change.run(context, id, expectedRevision, () => Promise.resolve());
    if (url !== undefined) await this.change.checkUrl(url);
    await this.change.run(context, id, expectedRevision, (tx, endpoint) => this.write(context, command, tx, endpoint));
  }

  private async write(context: CommandContext, command: UpdateEndpointCommand, tx: Transaction, before: StoredEndpoint): Promise<void> {
    const settings = await this.change.checkSettings(tx, context.workspace, {
      url: command.url ?? before.url,
      description: command.description ?? before.description,
      eventTypes: command.eventTypes ?? before.eventTypes,
      models: command.models === undefined ? before.models : command.models,
      stages: command.stages ?? (await this.stillKnown(tx, context.workspace, before.stages)),
      ordered: command.ordered ?? before.ordered,
    });
    requireManageEndpoint(context.actor, settings.models);
    const state = nextState(before, command.state);
    const data = { ...settings, url: withoutQuery(settings.url), state, before: { ...shown(before), state: before.state } };
    const at = await this.journal.record(tx, context, {
      modelId: null,
      events: [],
      audit: [{ action: 'endpoint.update', outcome: 'done', objectType: 'endpoint', objectId: before.id, data }],
    });
    await this.endpoints.update(tx, before.id, { ...settings, state }, state === 'active' && before.state !== 'active', at);
  }

  /** A stage that was removed since does not stand in the way of another change. */
  private async stillKnown(tx: Transaction, workspace: string, stages: readonly string[]): Promise<readonly string[]> {
    if (stages.length === 0) return stages;
    const known = await this.endpoints.stageKeys(tx, workspace);
    const kept = stages.filter((stage) => known.includes(stage));
    // None left would mean all stages.
    return kept.length === 0 ? stages : kept;
  }
}

function nextState(before: StoredEndpoint, wished: EndpointState | undefined): EndpointState {
  if (wished === undefined || wished === before.state) return before.state;
  if (mayMove(ENDPOINT_MACHINE, before.state, wished)) return wished;
  throw new SlipwayError('INVALID_STATE', `The endpoint is ${before.state}: it can be made active again, not ${wished}.`, {
    extra: { state: before.state },
  });
}

function shown({ url, description, eventTypes, models, stages, ordered }: StoredEndpoint): Readonly<Record<string, unknown>> {
  return { url: withoutQuery(url), description, eventTypes, models, stages, ordered };
}
