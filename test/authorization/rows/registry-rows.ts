import { sha256 } from '#testing/artifacts/bytes';
import { about, API, type RouteRow } from '../route-row.js';

const MODEL = 'models/:model';
const VERSION = `${MODEL}/versions/:version`;
const BYTES = 'bytes';
const UPLOAD = { path: 'large.bin', size: BYTES.length, sha256: sha256(Buffer.from(BYTES)) };
const text = { headers: { 'content-type': 'text/plain' } };

/** Models, versions and artifacts. */
export const REGISTRY_ROWS: readonly RouteRow[] = [
  {
    route: `POST ${API}/models`,
    least: 'editor',
    right: 'model.create',
    ok: 201,
    call: (world) => {
      const name = world.nextName();
      return { path: `${API}/models`, body: { name }, hidden: [name] };
    },
  },
  { route: `GET ${API}/models`, least: 'signed-in', ok: 200, call: () => ({ path: `${API}/models` }) },
  row('GET', MODEL, 'reader', 'model.read', 200, ''),
  row('PATCH', MODEL, 'editor', 'model.write', 200, '', { body: { description: 'd' } }),
  row('DELETE', MODEL, 'manager', 'model.delete', 204, ''),
  {
    route: `POST ${API}/${MODEL}/rename`,
    least: 'manager',
    right: 'model.rename',
    ok: 200,
    call: async (world) => about(await world.model(), '/rename', { body: { name: world.nextName() } }),
  },
  row('PUT', `${MODEL}/tags/:key`, 'editor', 'tag.write', 204, '/tags/team', { body: { value: 'risk' } }),
  row('DELETE', `${MODEL}/tags/:key`, 'editor', 'tag.write', 204, '/tags/team'),
  {
    route: `GET ${API}/${MODEL}/aliases/:alias`,
    least: 'reader',
    right: 'model.read',
    ok: 200,
    call: async (world) => {
      const model = await world.model();
      await world.admin('PUT', `${model.url}/aliases/known`, { body: { version: 1 } });
      return about(model, '/aliases/known');
    },
  },
  row('PUT', `${MODEL}/aliases/:alias`, 'editor', 'alias.write', 200, '/aliases/free', { body: { version: 1 } }),
  row('DELETE', `${MODEL}/aliases/:alias`, 'editor', 'alias.write', 204, '/aliases/free'),

  row('POST', `${MODEL}/versions`, 'editor', 'version.write', 201, '/versions', { body: { source: 's3://bucket/x' } }),
  row('GET', `${MODEL}/versions`, 'reader', 'model.read', 200, '/versions'),
  { route: `GET ${API}/versions`, least: 'signed-in', ok: 200, call: () => ({ path: `${API}/versions` }) },
  row('GET', VERSION, 'reader', 'model.read', 200, '/versions/1'),
  row('PATCH', VERSION, 'editor', 'version.write', 200, '/versions/1', { body: { description: 'd' } }),
  row('DELETE', VERSION, 'manager', 'model.delete', 204, '/versions/1'),
  {
    route: `DELETE ${API}/${VERSION}`,
    variant: 'that serves',
    least: 'manager',
    right: 'model.delete',
    ok: 204,
    call: async (world) => about((await world.standing('Production')).model, '/versions/1?force=true&allowEmpty=true&reason=retired'),
  },
  row('PUT', `${VERSION}/tags/:key`, 'editor', 'tag.write', 204, '/versions/1/tags/team', { body: { value: 'risk' } }),
  row('DELETE', `${VERSION}/tags/:key`, 'editor', 'tag.write', 204, '/versions/1/tags/team'),
  row('PATCH', `${VERSION}/metrics`, 'editor', 'version.write', 200, '/versions/1/metrics', { body: { rmse: 0.5 } }),
  row('PATCH', `${VERSION}/params`, 'editor', 'version.write', 200, '/versions/1/params', { body: { depth: '3' } }),
  row('PUT', `${VERSION}/checks/:name`, 'editor', 'check.report', 200, '/versions/1/checks/bias', { body: { status: 'success' } }),

  pending('PUT', 'artifacts/*', 'editor', 'version.write', 201, '/artifacts/more.txt', { body: 'bytes', ...text }),
  pending('GET', 'artifacts/*', 'reader', 'model.read', 200, '/artifacts/file.txt'),
  pending('GET', 'manifest', 'reader', 'model.read', 200, '/manifest'),
  pending('POST', 'finalize', 'editor', 'version.write', 200, '/finalize', { body: {} }),
  pending('POST', 'verify', 'editor', 'version.write', 200, '/verify'),

  pending('POST', 'uploads', 'editor', 'version.write', 201, '/uploads', { body: UPLOAD }),
  uploading('GET', '/:upload', 200),
  uploading('DELETE', '/:upload', 204),
  uploading('PUT', '/:upload/parts/:part', 200, { body: BYTES, ...text }),
  uploading('POST', '/:upload/complete', 200),
];

type Rest = Parameters<typeof about>[2];

/** A row whose request is about a fresh model. */
function row(
  method: string,
  route: string,
  least: RouteRow['least'],
  right: RouteRow['right'] & string,
  ok: number,
  rest: string,
  more?: Rest,
): RouteRow {
  return { route: `${method} ${API}/${route}`, least, right, ok, call: async (world) => about(await world.model(), rest, more) };
}

/** A row whose request is about a version that waits for its files. */
function pending(
  method: string,
  route: string,
  least: RouteRow['least'],
  right: RouteRow['right'] & string,
  ok: number,
  rest: string,
  more?: Rest,
): RouteRow {
  return {
    route: `${method} ${API}/${VERSION}/${route}`,
    least,
    right,
    ok,
    call: async (world) => about(await world.pending(), `/versions/1${rest}`, more),
  };
}

/** A row about an upload whose only part has arrived. */
function uploading(method: string, route: string, ok: number, more?: Rest): RouteRow {
  return {
    route: `${method} ${API}/${VERSION}/uploads${route}`,
    least: 'editor',
    right: 'version.write',
    ok,
    call: async (world) => {
      const model = await world.pending();
      const uploads = `${model.url}/versions/1/uploads`;
      const { id } = await world.admin('POST', uploads, { body: UPLOAD });
      await world.admin('PUT', `${uploads}/${id}/parts/1`, { body: BYTES, ...text });
      return about(model, `/versions/1/uploads${route}`.replace(':upload', id).replace(':part', '1'), more);
    },
  };
}
