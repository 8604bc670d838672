/** What one try to deliver an event came to, in the words of the retry rule. */
export type SendOutcome =
  /** The receiver answered 2xx. */
  | 'delivered'
  /** Anything else: try again by the schedule. */
  | 'failed'
  /** The receiver answered 410: it wants no more, disable the endpoint. */
  | 'gone'
  /** The receiver answered 429, 502 or 504: try again, later and slower. */
  | 'slow_down';

/** A stored event, as webhooks and the event stream show it. Without a model, `model`, `modelId` and `sequence` are null. */
export interface EventEnvelope {
  readonly id: string;
  readonly type: string;
  readonly timestamp: Date;
  /** Names the shape of `data`. */
  readonly apiVersion: string;
  readonly workspace: string;
  readonly model: string | null;
  readonly modelId: string | null;
  /** Gapless per model. */
  readonly sequence: number | null;
  /** Gapless over all events; given when the event is dispatched. */
  readonly position: number;
  readonly actor: unknown;
  readonly door: string;
  readonly data: unknown;
}

/** Which attempt of which delivery a webhook is. */
export interface SendSubject {
  readonly deliveryId: string;
  readonly endpointId: string;
  /** From 1, since the delivery became pending. */
  readonly attempt: number;
  readonly event: EventEnvelope;
  /** The trace that it continues (W3C `traceparent`), or null. */
  readonly trace: string | null;
}

/** One webhook to send. */
export interface SendInput {
  readonly url: string;
  /** One secret, or two while a rotation lasts (`whsec_...`); each signs. */
  readonly secrets: readonly string[];
  /** The event's id: `webhook-id`, the same over all endpoints, attempts and redeliveries. */
  readonly eventId: string;
  /** The body, byte for byte as signed. */
  readonly body: string | Uint8Array;
  /** The time of this attempt. */
  readonly timestamp: Date;
  /** Milliseconds for the whole attempt. */
  readonly deadlineMs: number;
  /** W3C `traceparent` for the receiver; without it none is sent. */
  readonly traceparent?: string;
  /** What the attempt is part of, for logs and traces. */
  readonly subject?: SendSubject;
}

/** What an attempt keeps. Holds no secret and no signature. */
export interface SendResult {
  readonly outcome: SendOutcome;
  /** Null if no answer's head arrived. */
  readonly status: number | null;
  /** One stable word for why it was not delivered (`timeout`, `redirect`, `http_5xx`, `blocked_address`, ...); null if delivered. */
  readonly errorClass: string | null;
  /** The same for people; null if delivered. */
  readonly error: string | null;
  readonly durationMs: number;
  /** As sent, the signatures masked. */
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** The first 16 KB of the answer as text; null unless a public address answered. */
  readonly responseBody: string | null;
  readonly resolvedIp: string | null;
  /** Milliseconds from now until which the receiver asked to be left alone; null if it did not. */
  readonly retryAfterMs: number | null;
}

/** Signs and sends webhooks. */
export abstract class WebhookSender {
  /** The body that is sent for an event, in UTF-8: the same bytes at every attempt. */
  abstract format(event: EventEnvelope): Uint8Array;

  /** A new random signing secret (`whsec_...`). */
  abstract newSecret(): string;

  /** Makes one attempt. Never rejects for anything that a receiver, its network or its name server does. */
  abstract send(input: SendInput): Promise<SendResult>;

  /** Why this URL may not be a webhook's, in one sentence, or null if it may. Each attempt judges again: names move. */
  abstract refusalOf(url: string): Promise<string | null>;
}
