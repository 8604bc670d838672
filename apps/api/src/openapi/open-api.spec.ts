import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '#testing/api/test-api';

interface Operation {
  readonly operationId?: string;
  readonly responses: Readonly<Record<string, unknown>>;
  readonly parameters?: readonly { readonly name: string; readonly required?: boolean }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> };
}
interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, { readonly properties: Readonly<Record<string, unknown>>; readonly required?: string[] }>>;
  };
}

let api: TestApi;
let document: Document;
beforeAll(async () => {
  api = await startTestApi();
  document = (await api.request<Document>('GET', '/openapi.json', { token: null })).json;
});
afterAll(() => api.close());

it('describes the routes by OpenAPI 3.1 with stable operation ids', () => {
  expect(document.openapi).toBe('3.1.0');
  const operation = document.paths['/api/v1/promotions']?.['post'];
  expect(operation?.operationId).toBe('createPromotion');
  expect(Object.keys(operation?.responses ?? {})).toEqual(expect.arrayContaining(['200', '201', '202', '401', '422', '503']));
  expect(document.paths['/api/v1/promotions']?.['get']?.parameters?.map((parameter) => parameter.name).sort()).toEqual(
    ['cursor', 'limit', 'model', 'requester', 'stage', 'state'].sort(),
  );
});

it('gives each operation an id of its own', () => {
  const ids = Object.values(document.paths).flatMap((methods) => Object.values(methods).map((operation) => operation.operationId));
  expect(ids.every((id) => id !== undefined && /^[a-z][A-Za-z]+$/.test(id))).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
});

it('declares the headers and the refusals of bodies that routes have in common', () => {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, method, operation })),
  );
  const keyed = operations.filter(({ operation }) =>
    operation.parameters?.some(({ name, required }) => name === 'Idempotency-Key' && !required),
  );
  expect(keyed.map(({ name }) => name)).toEqual(operations.filter(({ method }) => method === 'post').map(({ name }) => name));
  const withBody = operations.filter(({ operation }) => operation.requestBody?.content['application/json'] !== undefined);
  expect(withBody.length).toBeGreaterThan(20);
  expect(withBody.filter(({ operation }) => !('413' in operation.responses && '415' in operation.responses))).toEqual([]);
  const ifMatch = (path: string, method: string) =>
    document.paths[path]?.[method]?.parameters?.filter(({ name }) => name === 'If-Match').map(({ required }) => required);
  expect(ifMatch('/api/v1/stages', 'put')).toEqual([true]);
  for (const path of ['/api/v1/models/{model}', '/api/v1/models/{model}/versions/{version}']) {
    for (const method of ['patch', 'delete']) expect([path, method, ifMatch(path, method)]).toEqual([path, method, [false]]);
  }
});

it('says of each route with an idempotency key that what it once made may be gone', async () => {
  const keyed = Object.values(document.paths).flatMap((methods) =>
    Object.values(methods).filter(({ parameters = [] }) => parameters.some(({ name }) => name === 'Idempotency-Key')),
  );
  expect(keyed.length).toBeGreaterThan(10);
  expect(keyed.filter(({ responses }) => !('404' in responses)).map(({ operationId }) => operationId)).toEqual([]);
  const again = { body: { name: 'short-lived' }, headers: { 'idempotency-key': 'once' } };
  const { json } = await api.request<{ readonly id: string }>('POST', '/api/v1/service-accounts', again);
  await api.request('DELETE', `/api/v1/service-accounts/${json.id}`, { headers: { 'if-match': '*' } });
  expect((await api.request('POST', '/api/v1/service-accounts', again)).status).toBe(404);
});

it('takes schemas from the same lines that check the input, with null as a type', () => {
  const schema = document.components.schemas['CreatePromotionDto'];
  expect(schema?.required).toEqual(['model', 'version', 'toStage']);
  expect(schema?.properties).toMatchObject({
    version: { type: 'integer', minimum: 1 },
    expectedIncumbent: { type: ['integer', 'null'] },
  });
  expect(JSON.stringify(document)).not.toContain('"nullable"');
  expect(document.components.schemas['PromotionDto']?.properties['decidedBy']).toMatchObject({
    anyOf: [{ $ref: '#/components/schemas/ActorDto' }, { type: 'null' }],
  });
});

it('shows the API page from its own files only', async () => {
  const page = await api.request('GET', '/docs/api', { token: null });
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  const addresses = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');
  expect(addresses.length).toBeGreaterThan(3);
  for (const address of addresses) {
    const file = await fetch(new URL(address, `${api.url}/docs/api`));
    expect([address, file.status]).toEqual([address, 200]);
    if (address.endsWith('.js')) expect(file.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    await file.arrayBuffer();
  }
  expect((await api.request('GET', '/docs/api/start.js', { token: null })).text).toContain('validatorUrl: null');
  expect((await api.request('GET', '/docs/api/index.html', { token: null })).status).toBe(404);
});

it.each(['/docs', '/docs/', '/docs/api/'])(
  'leads from %s to the API page, also where the service is reached under a path',
  async (path) => {
    const { status, headers } = await api.request('GET', path, { token: null });
    expect(status).toBe(308);
    const location = headers.get('location') ?? '';
    expect(new URL(location, `http://localhost${path}`).pathname).toBe('/docs/api');
    expect(new URL(location, `http://localhost/registry${path}`).pathname).toBe('/registry/docs/api');
  },
);

it('measures requests by route and not by address', async () => {
  await api.request('GET', '/api/v1/promotions/prm_secret');
  const metrics = await api.request('GET', '/metrics', { token: null });
  expect(metrics.text).toMatch(/http_request_duration_seconds_count\{method="GET",route="\/api\/v1\/promotions\/:id",status="404"\} 1/);
  expect(metrics.text).not.toContain('prm_secret');
  expect(metrics.text).toContain('process_cpu_seconds_total');
});
