import type { Octokit } from 'octokit';
import { failureLine, transportFailure } from './transport-failure.js';

/** What Octokit hands to `fetch`. */
export interface FetchInit {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | null;
  readonly signal?: AbortSignal | null;
  readonly redirect?: 'manual';
}

/** The part of the standard `fetch` that Octokit uses: `outboundFetch`, which refuses private addresses. */
export type FetchLike = (input: string, init: FetchInit) => Promise<Response>;

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

/** One exchange, with the Octokit client that is loaded at first use: a process that deploys nothing does not pay for it. */
export class GithubExchange {
  private client: Promise<Octokit> | undefined;

  constructor(private readonly fetch: FetchLike) {}

  /** Sends once, follows no redirect, and never throws. The outcome is read from the transport, never from Octokit's error status. */
  async send(request: ExchangeRequest): Promise<Exchange> {
    const octokit = await (this.client ??= newOctokit());
    let response: Response | undefined;
    let failure: unknown;
    const recording = async (input: string, init: FetchInit): Promise<Response> => {
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
    const line = failureLine(error);
    const proof = reachedTransport ? transportFailure(error) : 'unusable';
    if (proof === 'unusable') return { kind: 'unusable', message: `The request could not be made: ${line}` };
    if (proof === 'not_sent') return { kind: 'not_sent', message: `GitHub could not be reached: ${line}` };
    return { kind: 'lost', message: signal.aborted ? 'GitHub did not answer in time' : `The connection to GitHub broke: ${line}` };
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
