import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Cuts the operations that Slipway calls out of GitHub's published OpenAPI document, so that the contract server can check every
 * request and answer against GitHub's own schemas without a 13 MB file.
 *
 *   npm pack @octokit/openapi@23.0.2        (385 MB unpacked: keep it out of the repository)
 *   tar xzf octokit-openapi-*.tgz package/generated/api.github.com.json
 *   npm run build && node dist/tools/github-openapi-cut.js package/generated/api.github.com.json [--check]
 *
 * With `--check` nothing is written; the exit code is 1 when the committed cut differs.
 */
const OPERATIONS: readonly (readonly [path: string, method: string])[] = [
  ['/repos/{owner}/{repo}/installation', 'get'],
  ['/app/installations/{installation_id}/access_tokens', 'post'],
  ['/repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches', 'post'],
  ['/repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs', 'get'],
  ['/repos/{owner}/{repo}/actions/runs/{run_id}', 'get'],
  ['/repos/{owner}/{repo}/actions/runs/{run_id}/cancel', 'post'],
];

/** The shapes of refusals; the operations above do not always name them. */
const ALSO = ['#/components/schemas/basic-error', '#/components/schemas/validation-error'];

/** Words for people: they make up most of the document and decide nothing. */
const PROSE = new Set(['description', 'summary', 'example', 'examples', 'externalDocs', 'tags', 'title', 'headers']);

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A copy without prose and extensions. Below `properties` the keys are names of fields, which stay whatever they are called. */
function withoutProse(value: Json, keysAreNames: boolean): Json {
  if (Array.isArray(value)) return value.map((item) => withoutProse(item, false));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([key]) => keysAreNames || !(PROSE.has(key) || key.startsWith('x-')));
  const copy = Object.fromEntries(entries.map(([key, child]) => [key, withoutProse(child, !keysAreNames && key === 'properties')]));
  return keysAreNames ? copy : repaired(copy);
}

/** OpenAPI 3.0.3 lets `nullable` count only beside `type`, and Ajv refuses it elsewhere; GitHub writes it beside `anyOf` all the same. */
function repaired(schema: JsonObject): JsonObject {
  if (schema['nullable'] !== true || schema['type'] !== undefined) return schema;
  const { nullable: _nullable, ...rest } = schema;
  return { anyOf: [rest, { type: 'object', nullable: true, enum: [null] }] };
}

function at(document: Json, pointer: string): Json {
  const keys = pointer.replace(/^#\//, '').split('/');
  return keys.reduce<Json>((node, key) => {
    const child = isObject(node) ? node[key.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined;
    if (child === undefined) throw new Error(`The document has no ${pointer}`);
    return child;
  }, document);
}

function refsIn(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(refsIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => (key === '$ref' && typeof child === 'string' ? [child] : refsIn(child)));
}

function sorted(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * The cut: the operations above with everything that they refer to, directly or not, sorted so that the same source gives the same bytes.
 * Throws when the document lacks one of them.
 */
export function cutGithubOpenApi(document: Json): Json {
  const paths: JsonObject = {};
  for (const [path, method] of OPERATIONS) {
    const operation = withoutProse(at(document, `#/paths/${path.replaceAll('/', '~1')}/${method}`), false);
    paths[path] = { ...(isObject(paths[path]) ? paths[path] : {}), [method]: operation };
  }
  const components: Record<string, JsonObject> = {};
  const open = [...refsIn(paths), ...ALSO];
  const seen = new Set<string>();
  for (let ref = open.pop(); ref !== undefined; ref = open.pop()) {
    if (seen.has(ref)) continue;
    seen.add(ref);
    const [, , group, name] = ref.split('/');
    if (group === undefined || name === undefined) throw new Error(`Unexpected reference ${ref}`);
    const component = withoutProse(at(document, ref), false);
    components[group] = { ...components[group], [name]: component };
    open.push(...refsIn(component));
  }
  const groups = Object.fromEntries(Object.entries(components).map(([group, members]) => [group, sorted(members)]));
  return {
    openapi: at(document, '#/openapi'),
    source: `@octokit/openapi ${versionOf(document)}, MIT`,
    paths,
    components: sorted(groups),
  };
}

function main(args: readonly string[]): number {
  const source = args.find((arg) => !arg.startsWith('--'));
  if (source === undefined) {
    console.error('Usage: github-openapi-cut <path of api.github.com.json> [--check]');
    return 2;
  }
  const target = 'libs/testing/src/github/openapi-cut.json';
  const cut = `${JSON.stringify(cutGithubOpenApi(JSON.parse(readFileSync(source, 'utf8'))), null, 1)}\n`;
  if (!args.includes('--check')) {
    writeFileSync(target, cut);
    return 0;
  }
  if (readFileSync(target, 'utf8').replaceAll('\r\n', '\n') === cut) return 0;
  console.error(`${target} is out of date: run the tool without --check and commit the result.`);
  return 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv.slice(2));

function versionOf(document: Parameters<typeof at>[0]): string {
  const version: unknown = at(document, '#/info/version');
  if (typeof version !== 'string') throw new Error('The document names no version');
  return version;
}
