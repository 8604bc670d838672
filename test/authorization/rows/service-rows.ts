import { API, type RouteRow } from '../route-row.js';

/** What is about the service itself, and open to all. */
export const SERVICE_ROWS: readonly RouteRow[] = [
  ...['/livez', '/readyz', '/metrics', '/openapi.json', '/docs/api', '/docs/api/start.js', `${API}/version`].map((path): RouteRow => ({
    route: `GET ${path}`,
    least: 'public',
    ok: 200,
    call: () => ({ path }),
  })),
  page('/docs/api/:file', '/docs/api/swagger-ui.css'),
  ...['/docs', '/docs/', '/docs/api/'].map((path): RouteRow => ({
    route: `GET ${path}`,
    least: 'public',
    ok: 308,
    call: () => ({ path }),
  })),
  page('/docs/problems/:code', '/docs/problems/NOT_FOUND'),
];

function page(route: string, path: string): RouteRow {
  return { route: `GET ${route}`, least: 'public', ok: 200, open: 'a page of the documentation', call: () => ({ path }) };
}
