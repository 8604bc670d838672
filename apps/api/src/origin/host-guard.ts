import { isIP } from 'node:net';

/** Paths that probes and scrapers ask for by whatever name they have for us (docs/reference/rest.md, Origin). */
const ANY_HOST = new Set(['/livez', '/readyz', '/metrics', '/health', '/version']);
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What the rule needs to know of the service. */
export interface KnownHosts {
  /** `SLIPWAY_ALLOWED_HOSTS`, in lower case. */
  readonly allowedHosts: readonly string[];
  readonly publicUrl: string | undefined;
}

/** What the rule needs to know of a request; `host` as the trusted proxy or the client says it. */
export interface OriginQuestion {
  readonly method: string;
  readonly path: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
}

/**
 * Whether a request may come in as far as host and origin go: a page that was rebound to our address carries its own name in `Host`, a
 * forged request its own in `Origin`. IP literals are known, since rebinding needs a name.
 * @returns null, or the sentence that says why not.
 */
export function foreignness(question: OriginQuestion, known: KnownHosts): string | null {
  const { method, path, host, origin, fetchSite } = question;
  if (host !== undefined && !ANY_HOST.has(path) && !isKnownHost(host, known)) {
    return `The host "${host.slice(0, 100)}" is not one of this service's names. If it should be, add it to SLIPWAY_ALLOWED_HOSTS.`;
  }
  if (SAFE_METHODS.has(method)) return null;
  if (fetchSite === 'cross-site') return 'A page of another site may not change anything here.';
  if (origin !== undefined && !isOwnOrigin(origin, host, known)) return `A page of "${origin.slice(0, 100)}" may not change anything here.`;
  return null;
}

/** Nearly all requests name one of few hosts, and reading an address takes longer than all else here. Whatever comes after these is read. */
const MAX_REMEMBERED = 100;
const remembered = new WeakMap<KnownHosts, Map<string, boolean>>();

function isKnownHost(host: string, known: KnownHosts): boolean {
  const verdicts = remembered.get(known) ?? new Map<string, boolean>();
  remembered.set(known, verdicts);
  const verdict = verdicts.get(host);
  if (verdict !== undefined) return verdict;
  const judged = judgeHost(host, known);
  if (verdicts.size < MAX_REMEMBERED) verdicts.set(host, judged);
  return judged;
}

function judgeHost(host: string, known: KnownHosts): boolean {
  const name = hostname(`http://${host}`);
  if (name === null) return false;
  if (isIP(name.replace(/^\[|\]$/g, '')) !== 0) return true;
  if (name === 'localhost' || name.endsWith('.localhost')) return true;
  return known.allowedHosts.includes(name) || (known.publicUrl !== undefined && hostname(known.publicUrl) === name);
}

/** Our own pages come from the host they were asked for (whatever scheme a proxy shows outside) or from the public URL. */
function isOwnOrigin(origin: string, host: string | undefined, known: KnownHosts): boolean {
  if (!/^https?:\/\//i.test(origin) || !URL.canParse(origin)) return false;
  const url = new URL(origin);
  if (known.publicUrl !== undefined && new URL(known.publicUrl).origin === url.origin) return true;
  if (host === undefined || !URL.canParse(`${url.protocol}//${host}`)) return false;
  return new URL(`${url.protocol}//${host}`).host === url.host;
}

function hostname(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  // "user@host" and "host/path" are no Host headers.
  if (
    url.username !== '' ||
    (address.startsWith('http://') && /[/?#@\\]/.test(address.slice(7)) && url.protocol === 'http:' && url.pathname !== '/')
  )
    return null;
  return url.hostname.replace(/\.$/, '').toLowerCase();
}
