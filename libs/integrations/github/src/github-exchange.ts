import type { Octokit } from 'octokit';

/** The part of the standard `fetch` that Octokit uses. The composition root gives the one that refuses private addresses. */
export type FetchLike = (input: string, init: RequestInit) => Promise<Response>;

/** What one HTTP exchange came to. `headers` have lower-case names. */
export type Exchange =
  | { readonly kind: 'answered'; readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly data: unknown }
  /** No request could be made of what was given (a key that is none, a malformed address): a repeat would fare alike. */
  | { readonly kind: 'unusable'; readonly message: string }
  /** Provably nothing reached the server. */
  | { readonly kind: 'not_sent'; readonly message: string }
  /** The request may have been received; there is no answer. */
  | { readonly kind: 'lost'; readonly message: string };

export interface ExchangeRequest {
  readonly baseUrl: string;
  /** Value of the Authorization header. */
  readonly authorization: string;
  /** `POST /repos/{owner}/{repo}/...` */
  readonly route: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
}

/** The version whose dispatch takes `return_run_details`; supported at least until March 2028. Octokit sends none by itself. */
export const GITHUB_API_VERSION = '2022-11-28';

/**
 * System and TLS errors that come before the first byte of the request: name resolution, connecting, the handshake. A reset connection is not
 * among them, for it may come after the request was read.
 */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** One exchange, with the Octokit client that is loaded at first use: a process that deploys nothing does not pay for it. */
export class GithubExchange {
  private client: Promise<Octokit> | undefined;

  constructor(
    private readonly fetch: FetchLike,
    private readonly refusedBeforeSending: (error: unknown) => boolean = () => false,
  ) {}

  /** Sends once, follows no redirect, and never throws. The outcome is read from the transport, never from Octokit's error status. */
  async send(request: ExchangeRequest): Promise<Exchange> {
    const octokit = await (this.client ??= newOctokit());
    let response: Response | undefined;
    let failure: unknown;
    const recording = async (input: string, init: RequestInit): Promise<Response> => {
      try {
        return (response = await this.fetch(input, init));
      } catch (error) {
        failure = error;
        throw error;
      }
    };
    try {
      const { baseUrl, authorization, signal, route, parameters } = request;
      const answer = await octokit.request(route, {
        ...parameters,
        baseUrl,
        headers: { authorization, 'x-github-api-version': GITHUB_API_VERSION },
        request: { fetch: recording, signal, redirect: 'manual' },
      });
      return answered(response, answer.data);
    } catch (error) {
      // Octokit reports a timeout or a cut connection as status 500: only a response that was really received counts as an answer.
      if (response !== undefined) return answered(response, dataOf(error));
      return this.withoutAnswer(failure ?? error, failure !== undefined, request.signal);
    }
  }

  private withoutAnswer(error: unknown, reachedTransport: boolean, signal: AbortSignal): Exchange {
    if (!reachedTransport) return { kind: 'unusable', message: `The request could not be made: ${firstLine(error)}` };
    if (this.refusedBeforeSending(error) || codesOf(error).some((code) => NEVER_SENT.has(code))) {
      return { kind: 'not_sent', message: `GitHub could not be reached: ${causeLine(error)}` };
    }
    return {
      kind: 'lost',
      message: signal.aborted ? 'GitHub did not answer in time' : `The connection to GitHub broke: ${causeLine(error)}`,
    };
  }
}

async function newOctokit(): Promise<Octokit> {
  const { Octokit: Client } = await import('octokit');
  const silent = (): void => undefined;
  return new Client({
    // By default a POST that is answered 502 is sent four times, and writes queue at one a second: the deployment's row owns both.
    retry: { enabled: false },
    throttle: { enabled: false },
    userAgent: 'slipway',
    log: { debug: silent, info: silent, warn: silent, error: silent },
  });
}

function answered(response: Response | undefined, data: unknown): Exchange {
  if (response === undefined) return { kind: 'lost', message: 'GitHub gave no answer' };
  return { kind: 'answered', status: response.status, headers: Object.fromEntries(response.headers), data };
}

function dataOf(error: unknown): unknown {
  if (typeof error !== 'object' || error === null || !('response' in error)) return undefined;
  const { response } = error;
  return typeof response === 'object' && response !== null && 'data' in response ? response.data : undefined;
}

/** The codes of an error, of its causes and of its parts (an attempt at several addresses is an AggregateError). */
function codesOf(error: unknown, depth = 0): string[] {
  if (!(error instanceof Error) || depth > 4) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  // Several addresses: nothing was sent only if none of them got further than that.
  if (error instanceof AggregateError && own.length === 0) {
    const parts = error.errors.map((part: unknown) => codesOf(part, depth + 1));
    return parts.every((codes) => codes.some((code) => NEVER_SENT.has(code))) ? parts.flat() : [];
  }
  return [...own, ...codesOf(error.cause, depth + 1)];
}

function causeLine(error: unknown): string {
  const [code] = codesOf(error);
  return code ?? firstLine(error instanceof Error && error.cause instanceof Error ? error.cause : error);
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]?.slice(0, 200) ?? '';
}
