import { createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { SlipwayError } from '#domain/errors/slipway-error';

const PREFIX = 'whsec_';

/** Standard Webhooks 1.0.0 asks for 24 to 64 random bytes. */
const MIN_SECRET_BYTES = 24;
const MAX_SECRET_BYTES = 64;
const GENERATED_SECRET_BYTES = 32;

/** A new signing secret: `whsec_` and 32 random bytes as base64. */
export function generateWebhookSecret(): string {
  return PREFIX + randomBytes(GENERATED_SECRET_BYTES).toString('base64');
}

/**
 * The key bytes of a `whsec_` secret.
 * @throws SlipwayError INVALID_ARGUMENT, without the secret in its words
 */
export function parseWebhookSecret(secret: string): Buffer {
  const text = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : '';
  const key = Buffer.from(/^[A-Za-z0-9+/]+={0,2}$/.test(text) ? text : '', 'base64');
  if (key.length < MIN_SECRET_BYTES || key.length > MAX_SECRET_BYTES) {
    throw new SlipwayError('INVALID_ARGUMENT', `a webhook secret is whsec_ and ${MIN_SECRET_BYTES} to ${MAX_SECRET_BYTES} bytes as base64`);
  }
  return key;
}

/** What is signed in one attempt. */
export interface SignInput {
  readonly id: string;
  readonly timestamp: Date;
  /** As UTF-8, where it is given as bytes. */
  readonly body: string | Uint8Array;
  /** One secret, or two during a rotation. */
  readonly secrets: readonly string[];
}

/** The three headers of Standard Webhooks 1.0.0. */
export interface SignedHeaders {
  readonly 'webhook-id': string;
  /** Unix seconds of the attempt. */
  readonly 'webhook-timestamp': string;
  /** `v1,<base64>` per secret, separated by spaces. */
  readonly 'webhook-signature': string;
}

/**
 * Signs `id.timestamp.body` with HMAC-SHA256 under each secret, so that a receiver with either one of a rotation verifies.
 * @throws SlipwayError INVALID_ARGUMENT for a malformed secret or none
 */
export function signWebhook({ id, timestamp, body, secrets }: SignInput): SignedHeaders {
  if (secrets.length === 0) throw new SlipwayError('INVALID_ARGUMENT', 'a webhook is signed with at least one secret');
  const seconds = String(Math.floor(timestamp.getTime() / 1_000));
  const before = `${id}.${seconds}.`;
  const signatures = secrets.map((secret) => `v1,${createHmac('sha256', keyOf(secret)).update(before).update(body).digest('base64')}`);
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': signatures.join(' ') };
}

/** Keys that are kept parsed; far more secrets than one process signs with at a time. */
const MOST_KEYS = 1_000;
const keys = new Map<string, KeyObject>();

function keyOf(secret: string): KeyObject {
  const known = keys.get(secret);
  if (known !== undefined) return known;
  const key = createSecretKey(parseWebhookSecret(secret));
  const oldest = keys.size >= MOST_KEYS ? keys.keys().next().value : undefined;
  if (oldest !== undefined) keys.delete(oldest);
  keys.set(secret, key);
  return key;
}
