import { WebhookSender, type EventEnvelope, type SendInput, type SendOutcome, type SendResult } from '#application/ports/webhook-sender';
import type { OutboundResponse } from '#platform/outbound/exchange';
import type { OutboundClient } from '#platform/outbound/outbound-client';
import { outcomeOf } from '#domain/delivery/delivery-outcome';
import { OutboundError } from '#platform/outbound/outbound-error';
import { BodyCache } from './body-cache.js';
import { formatWebhookBody } from './format.js';
import { parseRetryAfter } from './retry-after.js';
import { generateWebhookSecret, signWebhook } from './sign.js';

interface Judgement {
  readonly outcome: SendOutcome;
  readonly errorClass: string | null;
  readonly error: string | null;
}

/** Sends webhooks by Standard Webhooks 1.0.0 over the safe outbound client. */
export class HttpWebhookSender extends WebhookSender {
  readonly #userAgent: string;
  readonly #bodies = new BodyCache();

  /** @param version of Slipway, for `User-Agent: Slipway/<version>` */
  constructor(
    private readonly client: OutboundClient,
    version: string,
  ) {
    super();
    this.#userAgent = `Slipway/${version}`;
  }

  override format(event: EventEnvelope): Uint8Array {
    const known = this.#bodies.get(event.id);
    if (known !== undefined) return known;
    const body = Buffer.from(formatWebhookBody(event));
    this.#bodies.set(event.id, body);
    return body;
  }

  override newSecret(): string {
    return generateWebhookSecret();
  }

  /**
   * One signed POST. Resolves for whatever the receiver, its network or its name server does.
   * @throws SlipwayError INVALID_ARGUMENT (as rejection) for a malformed secret or none: those are ours
   */
  override async send(input: SendInput): Promise<SendResult> {
    const signed = signWebhook({ id: input.eventId, timestamp: input.timestamp, body: input.body, secrets: input.secrets });
    const trace = input.traceparent === undefined ? {} : { traceparent: input.traceparent };
    const headers = { 'content-type': 'application/json', 'user-agent': this.#userAgent, ...signed, ...trace };
    const requestHeaders = { ...headers, 'webhook-signature': input.secrets.map(() => 'v1,***').join(' ') };
    try {
      const answer = await this.client.request({ url: input.url, method: 'POST', headers, body: input.body, deadlineMs: input.deadlineMs });
      return {
        ...judgeStatus(answer.status),
        status: answer.status,
        durationMs: Math.round(answer.durationMs),
        requestHeaders,
        responseBody: answer.publicAddress ? textOf(answer) : null,
        resolvedIp: answer.resolvedIp,
        retryAfterMs: retryAfter(answer.status, answer.headers, input.timestamp, answer.durationMs),
      };
    } catch (error) {
      if (!(error instanceof OutboundError)) throw error;
      return {
        ...judgeFailure(error),
        status: error.status,
        durationMs: Math.round(error.durationMs),
        requestHeaders,
        responseBody: null,
        resolvedIp: error.resolvedIp,
        retryAfterMs: retryAfter(error.status, error.headers, input.timestamp, error.durationMs),
      };
    }
  }

  override async refusalOf(url: string): Promise<string | null> {
    try {
      await this.client.check(url);
      return null;
    } catch (error) {
      // The resolver's own words (getaddrinfo ENOTFOUND ...) tell nothing to who typed the address.
      if (error instanceof OutboundError)
        return error.errorClass === 'dns' ? `The host ${new URL(url).hostname} cannot be found` : error.message;
      throw error;
    }
  }
}

/** Standard Webhooks: only 2xx is success, a redirect is a failure, 410 ends the subscription, 429, 502 and 504 ask for less. */
function judgeStatus(status: number): Judgement {
  const outcome = outcomeOf(status);
  switch (outcome) {
    case 'delivered':
      return { outcome, errorClass: null, error: null };
    case 'gone':
      return { outcome, errorClass: 'gone', error: 'The receiver answered 410: it wants no more events' };
    case 'slow_down':
      if (status === 429) return { outcome, errorClass: 'rate_limited', error: 'The receiver answered 429: too many requests' };
      return { outcome, errorClass: 'http_5xx', error: `The receiver answered ${status}` };
    case 'failed':
      return { outcome, ...failureOf(status) };
  }
}

function failureOf(status: number): { readonly errorClass: string; readonly error: string } {
  if (status >= 300 && status < 400) {
    const error = `The receiver answered ${status}: redirects are not followed, set the endpoint to the final URL`;
    return { errorClass: 'redirect', error };
  }
  const errorClass = status < 500 ? 'http_4xx' : status < 600 ? 'http_5xx' : 'protocol';
  return { errorClass, error: `The receiver answered ${status}` };
}

/** A status that is no success says more than the way in which the body after it failed; a 2xx without its whole body is not delivered. */
function judgeFailure(error: OutboundError): Judgement {
  const byStatus = error.status === null ? null : judgeStatus(error.status);
  if (byStatus !== null && byStatus.outcome !== 'delivered') return byStatus;
  return { outcome: 'failed', errorClass: error.errorClass, error: error.message };
}

function retryAfter(status: number | null, headers: Readonly<Record<string, string>>, sentAt: Date, durationMs: number): number | null {
  const header = status !== null && status >= 300 && status !== 410 ? headers['retry-after'] : undefined;
  return header === undefined ? null : parseRetryAfter(header, new Date(sentAt.getTime() + durationMs));
}

/** Text that a database takes: invalid UTF-8 and the cut last character become U+FFFD, and so does NUL, which Postgres cannot store. */
function textOf(answer: OutboundResponse): string {
  return Buffer.from(answer.body).toString('utf8').replaceAll('\0', '\uFFFD');
}
