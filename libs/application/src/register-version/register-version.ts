import { Injectable } from '@nestjs/common';
import { invalid } from '#domain/errors/slipway-error';
import { checkDescription } from '#domain/registry/description';
import { checkLineage, type Lineage } from '#domain/registry/lineage';
import { checkLink, checkRunId } from '#domain/registry/run-reference';
import { checkSourceUri } from '#domain/registry/source-uri';
import { NONE } from '#domain/stage/stage';
import { EffectsSignal } from '#application/ports/effects-signal';
import { Ids } from '#application/ports/ids';
import { ModelStore, type StoredModel } from '#application/ports/model-store';
import { numberOf, VersionStore, type NewVersion } from '#application/ports/version-store';
import { notFound, requirePermission } from '#application/shared/access';
import { checkedMetrics, checkedParams, checkedTags } from '#application/shared/checked-entries';
import type { CommandContext } from '#application/shared/command-context';
import { replayOf } from '#application/shared/idempotency';

/** Give a model its next version. */
export interface RegisterVersionCommand {
  readonly model: string;
  /** Where its bytes are, outside; absent where they will be uploaded. */
  readonly source?: string;
  readonly runId?: string;
  readonly runLink?: string;
  readonly description?: string;
  readonly lineage?: Lineage;
  readonly tags?: Readonly<Record<string, string>>;
  /** Numbers, or the strings NaN, Infinity and -Infinity. */
  readonly metrics?: Readonly<Record<string, unknown>>;
  readonly params?: Readonly<Record<string, string>>;
}

/** The version is rendered from its id. `status` is that of the first answer, where the command was a repeat. */
export interface RegisterVersionResult {
  readonly outcome: 'registered' | 'replayed';
  readonly versionId: string;
  readonly status: number;
}

/** They name things of ours or of a tracking server, which are resolved before they become a source. */
const RESOLVED_SCHEMES = /^(slipway|models|runs|mlflow-artifacts):/i;

/**
 * Registers a version. One whose bytes lie outside is READY at once and says so to the world; one whose bytes will be uploaded is
 * PENDING_REGISTRATION until it is finalized, and is spoken of only then. Numbers have no gaps and no repeats (rule 2).
 */
@Injectable()
export class RegisterVersion {
  constructor(
    private readonly models: ModelStore,
    private readonly versions: VersionStore,
    private readonly ids: Ids,
    private readonly signal: EffectsSignal,
  ) {}

  /** @throws SlipwayError INVALID_ARGUMENT, NOT_FOUND, PERMISSION_DENIED, IDEMPOTENCY_KEY_REUSED. */
  async execute(context: CommandContext, command: RegisterVersionCommand): Promise<RegisterVersionResult> {
    const checked = checkCommand(command);
    const model = await this.models.find(context.workspace, command.model);
    if (model === null) throw notFound(`model "${command.model}"`);
    requirePermission(context.actor, 'version.write', model.name, command.model);
    const version = planned(this.ids.next('ver'), model, checked);
    const outcome = await this.versions.register(context, version);
    switch (outcome.outcome) {
      case 'registered':
        this.signal.wake();
        return { outcome: 'registered', versionId: version.id, status: 201 };
      case 'replayed': {
        const known = replayOf(context.idempotency, outcome.known);
        return { outcome: 'replayed', versionId: known.resourceId, status: known.status };
      }
      case 'gone':
        throw notFound(`model "${command.model}"`);
    }
  }
}

type Checked = Pick<NewVersion, 'runId' | 'runLink' | 'description' | 'lineage' | 'tags' | 'metrics' | 'params'> & {
  readonly source: string | null;
};

function checkCommand(command: RegisterVersionCommand): Checked {
  const { source, runId, runLink } = command;
  return {
    source: source === undefined ? null : checkOutsideSource(source, '/source'),
    runId: runId === undefined ? null : checkRunId(runId, '/runId'),
    runLink: runLink === undefined ? null : checkLink(runLink, '/runLink'),
    description: checkDescription(command.description ?? '', '/description'),
    lineage: checkLineage(command.lineage ?? {}, '/lineage'),
    tags: checkedTags(command.tags ?? {}, '/tags'),
    metrics: checkedMetrics(command.metrics ?? {}, '/metrics'),
    params: checkedParams(command.params ?? {}, '/params'),
  };
}

function checkOutsideSource(source: string, pointer: string): string {
  const scheme = RESOLVED_SCHEMES.exec(source)?.[1];
  if (scheme !== undefined) {
    throw invalid(
      pointer,
      'source',
      `A source must not use the scheme '${scheme.toLowerCase()}': name the place of the bytes, or leave it out and upload them`,
    );
  }
  return checkSourceUri(source, pointer);
}

function planned(id: string, model: StoredModel, checked: Checked): NewVersion {
  const { lineage, runId, tags, metrics, params } = checked;
  const status = checked.source === null ? 'PENDING_REGISTRATION' : 'READY';
  const source = checked.source ?? `slipway:/models/${model.id}/versions/${numberOf(id)}`;
  // Where this text is a whole value, the database function puts the number itself in its place.
  const version = numberOf(id);
  const registered = {
    version,
    source,
    runId,
    manifestDigest: null,
    integrity: 'unverified',
    gitCommit: lineage.gitCommit ?? null,
    stage: NONE,
  };
  const data = { version, source: checked.source, runId, status, lineage, tags, metrics, params };
  return {
    ...checked,
    id,
    modelId: model.id,
    status,
    integrity: 'unverified',
    source,
    events: status === 'READY' ? [{ type: 'version.registered', stage: NONE, data: registered }] : [],
    audit: [{ action: 'version.register', outcome: 'done', objectType: 'version', objectId: id, data }],
  };
}
