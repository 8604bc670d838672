/** What the contract server says. `cut` breaks the connection: before any byte, or in the middle of the body. */
export interface ContractAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cut?: 'before' | 'within';
  readonly delayMs?: number;
}

const DOCS = 'https://docs.github.com/rest';

/** A refusal in GitHub's form. */
export function refusal(status: number, message: string, headers: Readonly<Record<string, string>> = {}): ContractAnswer {
  return { status, body: { message, documentation_url: DOCS, status: String(status) }, headers };
}

/** The refusals for asking too much, as GitHub's "Rate limits for the REST API" describes them. */
export function rateLimited(kind: 'primary' | 'secondary' | 'bare', waitSeconds: number): ContractAnswer {
  if (kind === 'primary') {
    const reset = String(Math.floor(Date.now() / 1000) + waitSeconds);
    return refusal(403, 'API rate limit exceeded for installation.', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset });
  }
  const message = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
  return kind === 'bare' ? refusal(403, message) : refusal(429, message, { 'retry-after': String(waitSeconds) });
}
