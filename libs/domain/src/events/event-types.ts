/** The version of the payloads. Within one version changes are additive only; an endpoint is pinned to the one of its creation. */
export const EVENT_API_VERSION = '2026-11-01';

/** Every event, with one sentence on when it is written. An event is an immutable fact in the past tense, committed with the change itself. */
export const EVENT_TYPES = {
  'model.created': 'A model was registered.',
  'model.updated': 'A description or owner of a model was changed.',
  'model.renamed': 'A model has another name now.',
  'model.deleted': 'A model and all its versions were deleted.',
  'model.tag_set': 'A tag of a model was set.',
  'model.tag_removed': 'A tag of a model was removed.',
  'version.registered': 'A version became READY.',
  'version.updated': 'Description, metrics, params, status or integrity of a version were changed.',
  'version.deleted': 'A version was deleted; its number is never used again.',
  'version.tag_set': 'A tag of a version was set.',
  'version.tag_removed': 'A tag of a version was removed.',
  'version.quarantined': 'A version may not enter a stage until a person lifts this.',
  'version.unquarantined': 'A quarantine was lifted.',
  'alias.set': 'An alias points to a version now, by hand or bound to a stage.',
  'alias.removed': 'An alias was removed.',
  'promotion.requested': 'A promotion was asked for and waits.',
  'promotion.commented': 'Somebody commented on a promotion.',
  'promotion.approved': 'A person approved a promotion.',
  'promotion.rejected': 'A person rejected a promotion, which ended it.',
  'promotion.cancelled': 'A request was taken back.',
  'promotion.expired': 'A request was not decided in time.',
  'promotion.superseded': 'A request ended because another promotion was applied.',
  'promotion.voided': 'A request ended because its version was deleted or is damaged.',
  'promotion.scheduled': 'A promotion has what it needs and waits for a freeze to end.',
  'promotion.applied': 'A promotion was applied: the stage changed.',
  'stage.changed': 'What stands in a stage changed.',
  'stage.held': 'Automation may not change a stage until a person lifts this.',
  'stage.released': 'A hold was lifted.',
  'deployment.dispatched': 'The deploy workflow was started at the target.',
  'deployment.started': 'The deploy workflow runs.',
  'deployment.succeeded': 'The deploy workflow succeeded.',
  'deployment.failed': 'The deploy workflow failed.',
  'deployment.cancelled': 'The deploy workflow was cancelled.',
  'deployment.timed_out': 'The deploy workflow did not end in time.',
  'deployment.superseded': 'A newer deployment of the same model, stage and target took its place.',
  'check.reported': 'An outside system reported a check on a version.',
  'rollback.impossible': 'A rollback was asked for and there is no version to go back to.',
  'endpoint.disabled': 'A webhook endpoint is no longer sent to, after nothing but failure or a 410.',
  'webhook.test': 'Somebody asked for a test event.',
} as const;

export type EventType = keyof typeof EVENT_TYPES;

/** True for the name of an event. */
export function isEventType(text: string): text is EventType {
  return Object.hasOwn(EVENT_TYPES, text);
}
