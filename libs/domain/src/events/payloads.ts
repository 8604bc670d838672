import type { EventType } from './event-types.js';
import type { Infer, Schema } from './schema.js';
import { flag, integer, list, map, nullable, object, oneOf, text, time } from './schema.js';

/** In every payload. The journal writes `requestId`; `links` are absolute where the public URL is known. */
const common = { requestId: nullable(text('The request that caused this; null for the service itself.')) };
const links = { links: map(text()) };
const versionNumber = integer(1, 'The number of the version.');
const previousVersion = nullable(integer(1, 'What stood or counted there before; null for nothing.'));
const reason = text('What the actor gave as the reason; may be empty.');
const kind = oneOf('promotion', 'rollback', 'archive');

const tagSet = { key: text(), value: text() };
const tagRemoved = { key: text() };

const promotion = { ...common, promotionId: text(), version: versionNumber, toStage: text() };
const promotionMore = { ...links, fromStage: text(), kind, reason, previousVersion };

const deployment = {
  ...common,
  deploymentId: text(),
  promotionId: text(),
  version: versionNumber,
  stage: text(),
  target: text('The name of the deploy target.'),
  generation: integer(1, 'Counted per model, stage and target.'),
  attempt: integer(1),
};
const deploymentMore = {
  ...links,
  runId: nullable(text()),
  runUrl: nullable(text()),
  conclusion: nullable(text()),
  error: nullable(text()),
};

/** The payload (`data`) of every event: thin, with a snapshot of what changed. The model stands in the envelope. */
export const PAYLOADS = {
  'model.created': object({ ...common, description: text(), owner: text(), tags: map(text()) }, links),
  'model.updated': object({ ...common, changed: list(text('A member that changed.')) }, { ...links, description: text(), owner: text() }),
  'model.renamed': object({ ...common, name: text(), previousName: text() }, links),
  'model.deleted': object({ ...common, versions: integer(0, 'Versions deleted with it.') }, links),
  'model.tag_set': object({ ...common, ...tagSet }, { ...links, previousValue: nullable(text()) }),
  'model.tag_removed': object({ ...common, ...tagRemoved }, { ...links, previousValue: nullable(text()) }),
  'version.registered': object(
    { ...common, version: versionNumber, source: text(), runId: nullable(text()), manifestDigest: nullable(text()), integrity: text() },
    { ...links, gitCommit: nullable(text()), stage: text() },
  ),
  'version.updated': object(
    { ...common, version: versionNumber, changed: list(text('A member that changed.')) },
    { ...links, description: text(), status: text(), integrity: text(), metrics: list(text()), params: list(text()) },
  ),
  'version.deleted': object({ ...common, version: versionNumber, stage: text('Where it stood.') }, { ...links, reason }),
  'version.tag_set': object({ ...common, version: versionNumber, ...tagSet }, { ...links, previousValue: nullable(text()) }),
  'version.tag_removed': object({ ...common, version: versionNumber, ...tagRemoved }, { ...links, previousValue: nullable(text()) }),
  'version.quarantined': object({ ...common, version: versionNumber, stage: text(), incident: text(), reason }, links),
  'version.unquarantined': object({ ...common, version: versionNumber, stage: text(), incident: text(), reason }, links),
  'alias.set': object(
    { ...common, alias: text(), version: versionNumber },
    { ...links, previousVersion, boundStage: nullable(text('The stage that moves it.')), promotionId: nullable(text()) },
  ),
  'alias.removed': object(
    { ...common, alias: text(), version: nullable(integer(1, 'The version that it pointed to.')) },
    { ...links, boundStage: nullable(text('The stage that moved it.')), promotionId: nullable(text()) },
  ),
  'promotion.requested': object(promotion, { ...promotionMore, expiresAt: time() }),
  'promotion.commented': object({ ...promotion, body: text('The comment.') }, { ...promotionMore, commentId: text() }),
  'promotion.approved': object(promotion, { ...promotionMore, comment: text() }),
  'promotion.rejected': object(promotion, { ...promotionMore, comment: text() }),
  'promotion.cancelled': object(promotion, promotionMore),
  'promotion.expired': object(promotion, promotionMore),
  'promotion.superseded': object({ ...promotion, supersededBy: text('The promotion that was applied.') }, promotionMore),
  'promotion.voided': object(promotion, promotionMore),
  'promotion.scheduled': object(promotion, { ...promotionMore, until: nullable(time()) }),
  'promotion.applied': object(
    { ...promotion, fromStage: text(), kind, reason, previousVersion, archivedVersions: list(versionNumber) },
    links,
  ),
  'stage.changed': object(
    {
      ...common,
      stage: text(),
      version: nullable(integer(1, 'What stands there now; null for nothing.')),
      previousVersion,
      kind: oneOf('promotion', 'rollback', 'archive', 'registered', 'deleted'),
      promotionId: nullable(text()),
    },
    { ...links, fromStage: nullable(text()), toStage: nullable(text()), reason },
  ),
  'stage.held': object({ ...common, stage: text(), reason }, { ...links, promotionId: nullable(text()) }),
  'stage.released': object({ ...common, stage: text(), reason }, { ...links, promotionId: nullable(text()) }),
  'deployment.dispatched': object(deployment, deploymentMore),
  'deployment.started': object(deployment, deploymentMore),
  'deployment.succeeded': object(deployment, deploymentMore),
  'deployment.failed': object(deployment, deploymentMore),
  'deployment.cancelled': object(deployment, deploymentMore),
  'deployment.timed_out': object(deployment, deploymentMore),
  'deployment.superseded': object(deployment, deploymentMore),
  'check.reported': object(
    { ...common, version: versionNumber, name: text(), status: text() },
    { ...links, summary: text(), url: nullable(text()) },
  ),
  'rollback.impossible': object(
    { ...common, stage: text(), version: nullable(integer(1, 'The version that was to be taken away.')), reason },
    { ...links, explanation: text() },
  ),
  'endpoint.disabled': object(
    { ...common, endpointId: text(), state: oneOf('disabled', 'gone'), reason },
    { ...links, url: text('Without its query, which may hold a secret.'), failures: integer(0), failingSince: nullable(time()) },
  ),
  'webhook.test': object({ ...common, endpointId: text() }, { ...links, message: text(), test: flag() }),
} as const satisfies Readonly<Record<EventType, Schema<unknown>>>;

/** The type of an event's `data`. */
export type PayloadOf<T extends EventType> = Infer<(typeof PAYLOADS)[T]>;

/** What a use case gives for an event: the journal adds the rest. */
export type NewPayloadOf<T extends EventType> = Omit<PayloadOf<T>, keyof typeof common>;
