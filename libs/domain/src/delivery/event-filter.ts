import { matches } from '../access/pattern.js';
import { invalid } from '../errors/slipway-error.js';
import { EVENT_TYPES } from '../events/event-types.js';
import { stageKey } from '../registry/stage-name.js';

/** What an endpoint wants to be sent. */
export interface EventFilter {
  /** Names or globs of event types: `stage.changed`, `version.*`, `*`. */
  readonly types: readonly string[];
  /** A model pattern (`model:fraud-*`), or null for all models. */
  readonly models: string | null;
  /** Stage keys (`stageKey`); empty for all. */
  readonly stages: readonly string[];
}

/** The part of an event that filters look at; `stages` are all that it is about (from, to, or the one), by name or key. */
export interface FilterableEvent {
  readonly type: string;
  readonly model: string | null;
  readonly stages: readonly string[];
}

/**
 * True where the endpoint asked for this event. With a model or stage filter, an event that is about no model or stage is not sent. What the
 * endpoint's owner may read is asked elsewhere.
 */
export function wantsEvent(filter: EventFilter, event: FilterableEvent): boolean {
  if (!filter.types.some((glob) => matchesType(glob, event.type))) return false;
  if (filter.models !== null && (event.model === null || !matches(filter.models, event.model))) return false;
  return filter.stages.length === 0 || event.stages.some((stage) => filter.stages.includes(stageKey(stage)));
}

/** Gives the globs back without repeats, if each names at least one event type: a typo would be silence for ever. Throws INVALID_ARGUMENT. */
export function checkEventGlobs(globs: readonly string[], pointer: string): readonly string[] {
  if (globs.length === 0) throw invalid(pointer, 'event_types', "Name at least one event type; '*' means all");
  const known = Object.keys(EVENT_TYPES);
  for (const [index, glob] of globs.entries()) {
    if (!known.some((type) => matchesType(glob, type))) {
      throw invalid(`${pointer}/${index}`, 'event_types', `'${glob}' matches no event type; they are ${known.join(', ')}`);
    }
  }
  return [...new Set(globs)];
}

/** `*` for all, `noun.*` for all of a noun, else the very name. */
function matchesType(glob: string, type: string): boolean {
  return glob === '*' || glob === type || (/^[a-z]+\.\*$/.test(glob) && type.startsWith(glob.slice(0, -1)));
}
