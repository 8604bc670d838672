import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

type Json = Readonly<Record<string, unknown>>;

/** One operation of GitHub's document, as a request met it. */
export interface MatchedOperation {
  readonly path: string;
  readonly method: string;
  /** The path's variables, decoded. */
  readonly variables: Readonly<Record<string, string>>;
  readonly operation: Json;
}

const DISPATCHES = '/repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches';

/**
 * GitHub's own schemas, to check what a client sends and what the contract server answers. They come from `openapi-cut.json`, which
 * `tools/github-openapi-cut.ts` makes. With `enterpriseServer` the dispatch is as GitHub Enterprise Server 3.17 to 3.19 publish it: no
 * `return_run_details`, and 204 as the only success.
 */
export class OpenapiContract {
  private readonly document: Json;
  private readonly ajv = new Ajv({ strict: false, allErrors: true, logger: false });
  private readonly validators = new Map<unknown, ValidateFunction>();

  constructor(options: { readonly enterpriseServer: boolean }) {
    this.document = options.enterpriseServer ? asEnterpriseServer(readCut()) : readCut();
    addFormats.default(this.ajv);
    this.ajv.addFormat('repo.nwo', /^[^/\s]+\/[^/\s]+$/);
    this.ajv.addSchema({ $id: 'github', components: this.document['components'] });
  }

  /** The operation for a method and path, or null where Slipway has none of that kind. */
  match(method: string, pathname: string): MatchedOperation | null {
    for (const [path, methods] of Object.entries(object(this.document['paths']))) {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
      const found = new RegExp(`^${path.replaceAll(/\{\w+\}/g, '([^/]+)')}$`).exec(pathname);
      const operation = object(methods)[method.toLowerCase()];
      if (found === null || operation === undefined) continue;
      const variables = Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? '')]));
      return { path, method: method.toUpperCase(), variables, operation: object(operation) };
    }
    return null;
  }

  /** What is wrong with a request: unknown or malformed query parameters, a body against the schema, and body fields that GitHub would silently ignore. */
  requestProblems(matched: MatchedOperation, query: URLSearchParams, body: unknown): string[] {
    const problems: string[] = [];
    const declared = this.parameters(matched).filter((parameter) => parameter['in'] === 'query');
    for (const [name, value] of query) {
      const parameter = declared.find((candidate) => candidate['name'] === name);
      if (parameter === undefined) problems.push(`unknown query parameter ${name}`);
      else problems.push(...this.queryProblems(name, value, object(parameter['schema'])));
    }
    const schema = jsonSchemaOf(object(matched.operation['requestBody']));
    if (schema === null) return body === undefined ? problems : [...problems, 'a body where none is expected'];
    if (body === undefined)
      return object(matched.operation['requestBody'])['required'] === true ? [...problems, 'the body is missing'] : problems;
    return [...problems, ...this.faults(schema, body, 'request body'), ...this.unknownFields(schema, body, '')];
  }

  /** What is wrong with an answer of the contract server itself. */
  answerProblems(matched: MatchedOperation, status: number, body: unknown): string[] {
    const declared = object(matched.operation['responses'])[String(status)];
    if (declared === undefined && status < 400) return [`answered ${status}, which GitHub does not document here`];
    const schema = declared === undefined ? null : jsonSchemaOf(this.resolved(declared));
    if (declared !== undefined && schema === null)
      return body === undefined ? [] : [`answered ${status} with a body where GitHub documents none`];
    return this.faults(schema ?? { $ref: '#/components/schemas/basic-error' }, body, `answer ${status}`);
  }

  private queryProblems(name: string, value: string, schema: Json): string[] {
    // The document says date-time, the documentation a search range: `>=2026-01-01T00:00:00Z`.
    if (name === 'created') {
      return /^(>=|<=|>|<)?\d{4}-\d\d-\d\d(T[\d:]+Z)?(\.\.\S+)?$/.test(value) ? [] : [`query parameter created is ${value}`];
    }
    const typed = schema['type'] === 'integer' ? Number(value) : schema['type'] === 'boolean' ? value === 'true' : value;
    return this.faults(schema, typed, `query parameter ${name}`);
  }

  private faults(schema: Json, value: unknown, where: string): string[] {
    let validate = this.validators.get(schema);
    if (validate === undefined) {
      validate = this.ajv.compile(withRoot(schema));
      this.validators.set(schema, validate);
    }
    if (validate(value)) return [];
    return (validate.errors ?? []).map((error) => `${where}${error.instancePath} ${error.message ?? 'is invalid'}`);
  }

  private unknownFields(schema: Json, value: unknown, where: string): string[] {
    const properties = this.resolved(schema)['properties'];
    if (properties === undefined || typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([name, child]) => {
      const declared = object(properties)[name];
      return declared === undefined
        ? [`request body has the unknown property ${where}${name}`]
        : this.unknownFields(object(declared), child, `${where}${name}.`);
    });
  }

  private parameters(matched: MatchedOperation): Json[] {
    const parameters = matched.operation['parameters'];
    return Array.isArray(parameters) ? parameters.map((parameter) => this.resolved(parameter)) : [];
  }

  private resolved(value: unknown): Json {
    const ref = object(value)['$ref'];
    if (typeof ref !== 'string') return object(value);
    const [, ...keys] = ref.split('/');
    return this.resolved(keys.reduce((node, key) => object(object(node)[key]), this.document));
  }
}

function readCut(): Json {
  // Compiled code runs from dist/, beside which the compiler puts no JSON: then the source tree's file is read.
  const beside = new URL('./openapi-cut.json', import.meta.url);
  const source = new URL('../../../../../libs/testing/src/github/openapi-cut.json', import.meta.url);
  return object(JSON.parse(readFileSync(existsSync(beside) ? beside : source, 'utf8')));
}

function asEnterpriseServer(document: Json): Json {
  const copy = structuredClone(document);
  const operation = object(object(object(copy['paths'])[DISPATCHES])['post']);
  const schema = jsonSchemaOf(object(operation['requestBody'])) ?? {};
  Reflect.deleteProperty(object(schema['properties']), 'return_run_details');
  Reflect.deleteProperty(object(operation['responses']), '200');
  return copy;
}

/** The same schema with its references pointing into the document that Ajv knows as `github`. */
function withRoot(schema: Json): Json {
  return object(JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"github#/')));
}

function jsonSchemaOf(bodyOrResponse: Json): Json | null {
  const content = object(object(bodyOrResponse['content'])['application/json'])['schema'];
  return content === undefined ? null : object(content);
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}

function object(value: unknown): Json {
  return isObject(value) ? value : {};
}
