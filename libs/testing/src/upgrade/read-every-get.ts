import { createHash } from 'node:crypto';
import type { ApiCall } from './api-caller.js';
import { textOf } from './fill-every-table.js';

/** What every GET of the API answered, by its path. */
export type EveryGet = Readonly<Record<string, { readonly status: number; readonly body: unknown }>>;

/** A stream without an end, what is signed anew or noted for each reader, and the release. */
const LEFT_OUT = new Set(['/api/v1/events/stream', '/api/v1/audit/checkpoint', '/api/v1/audit/export', '/api/v1/version']);
/** What differs from one reading to the next: the reader's clock, the use of the reader's token, cursors under another installation's key. */
const MOVING = new Set(['asOf', 'lastUsedAt', 'nextCursor']);
const PAGE = 'limit=100';
const LONGEST_TEXT = 65_536;
/** Which list names the things of `/{id}` routes is told by the path before it; what stands for other parameters comes from these lists. */
const PARAMETER = /\{(\w+)\}/;

/**
 * Asks every GET route of the document for everything that the lists name: each model, each version with its bytes, each stage, each thing
 * with an id. Two readings of the same tables are equal.
 */
export async function readEveryGet(call: ApiCall, openApi: unknown): Promise<EveryGet> {
  const names = await namesOf(call);
  const found: Record<string, { status: number; body: unknown }> = {};
  for (const template of getRoutes(openApi)) {
    for (const path of pathsOf(template, names)) {
      const { status, json, text } = await call('GET', path.includes('?') ? path : pagePath(path, template));
      found[path] = { status, body: json === undefined ? short(text) : status < 400 ? still(json) : withoutRequest(json) };
    }
  }
  return found;
}

interface Names {
  readonly models: readonly {
    readonly name: string;
    readonly versions: readonly number[];
    readonly files: ReadonlyMap<number, readonly string[]>;
  }[];
  readonly stages: readonly string[];
  readonly ids: ReadonlyMap<string, readonly string[]>;
}

async function namesOf(call: ApiCall): Promise<Names> {
  const list = async (path: string): Promise<readonly unknown[]> => itemsOf((await call('GET', `/api/v1/${path}?${PAGE}`)).json);
  const models = [];
  for (const model of await list('models')) {
    const name = textOf(model, 'name');
    const at = `models/${encodeURIComponent(name)}/versions`;
    const versions = (await list(at)).map((one) => Number((one as { readonly version: number }).version));
    const files = new Map<number, readonly string[]>();
    for (const version of versions) {
      const manifest = (await call('GET', `/api/v1/${at}/${version}/manifest`)).json;
      files.set(
        version,
        [...JSON.stringify(manifest).matchAll(/"path":"([^"]+)"/g)].map(([, path = '']) => path),
      );
    }
    models.push({ name, versions, files });
  }
  const ids = new Map<string, readonly string[]>();
  for (const kind of [
    'promotions',
    'webhooks',
    'deliveries',
    'deploy-targets',
    'deployments',
    'users',
    'groups',
    'service-accounts',
    'tokens',
    'role-bindings',
  ])
    ids.set(
      kind,
      (await list(kind)).map((one) => textOf(one, 'id')),
    );
  const stages = [...JSON.stringify((await call('GET', '/api/v1/stages')).json).matchAll(/"name":"([^"]+)"/g)].map(([, name = '']) => name);
  return { models, stages, ids };
}

function getRoutes(openApi: unknown): readonly string[] {
  const { paths } = openApi as { readonly paths: Readonly<Record<string, object>> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    'get' in methods && path.startsWith('/api/v1/') && !LEFT_OUT.has(path) ? [path] : [],
  );
}

/** Every path of a template; one with a parameter that nothing stands for has none. */
function pathsOf(template: string, names: Names): readonly string[] {
  const fill = (text: string, name: string, value: string): string => text.replace(`{${name}}`, encodeURIComponent(value));
  if (template.includes('{model}')) {
    return names.models.flatMap((model) => {
      const ofModel = fill(template, 'model', model.name);
      if (ofModel.includes('{version}'))
        return model.versions.flatMap((version) => {
          const ofVersion = fill(ofModel, 'version', String(version));
          return ofVersion.includes('{path}')
            ? (model.files.get(version) ?? []).map((path) => ofVersion.replace('{path}', path))
            : whole(ofVersion);
        });
      if (ofModel.includes('{stage}')) return names.stages.map((stage) => fill(ofModel, 'stage', stage));
      return whole(ofModel.replace('{alias}', 'best'));
    });
  }
  const [, kind = ''] = /^\/api\/v1\/([\w-]+)\/\{id\}/.exec(template) ?? [];
  return kind === '' ? whole(template) : (names.ids.get(kind) ?? []).map((id) => fill(template, 'id', id)).flatMap(whole);
}

function whole(path: string): readonly string[] {
  return PARAMETER.test(path) ? [] : [path];
}

function pagePath(path: string, template: string): string {
  return /\/(?:\{\w+\}|me|stages|overview|key|manifest|export)$/.test(template) ? path : `${path}?${PAGE}`;
}

function itemsOf(json: unknown): readonly unknown[] {
  return typeof json === 'object' && json !== null && 'items' in json && Array.isArray(json.items) ? json.items : [];
}

/** Bytes by their digest, where there are too many to hold. */
function short(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.length} characters: ${createHash('sha256').update(text).digest('hex')}`;
}

/** An error names the request that it answers, and no two requests have one id. (That of an audit entry is a fact and stays.) */
function withoutRequest(error: unknown): unknown {
  return typeof error === 'object' && error !== null ? { ...error, requestId: undefined } : error;
}

/** Without what moves. */
function still(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(still);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => (MOVING.has(key) ? [] : [[key, still(inner)]])));
}
