const HIDDEN = '[hidden]';
/** Deeper than any record that we log on purpose; what lies below is cut, so that no input can make a line endless. */
const MAX_DEPTH = 8;
const MAX_ITEMS = 100;
const MAX_TEXT = 8_192;

/** Words that make a key's value secret wherever it stands (`Authorization`, `private_key`, `webhookSecret`, `x-slipway-token`). */
const SECRET_KEY =
  /authorization|cookie|passw|passphrase|secret|token|credential|private_?-?key|api_?-?key|encryption_?-?key|audit_?-?key|database_?url|redis_?url|signature/i;
/** Keys that match the words above, but hold nothing secret. */
const HARMLESS_KEY = /^(token|credential|secret)_?(id|type|count|kind|name)$|^(next|page)_?token$/i;
/**
 * Secrets that messages of others may repeat: `Bearer abc`, `postgres://user:password@host`, GitHub's, Slack's and our own tokens (whose public
 * part stays), secrets of webhooks, signatures in addresses.
 */
const BEARER = /\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi;
const URL_PASSWORD = /(\w:\/\/[^\s:/@]*):[^\s/@]+@/g;
const KNOWN_TOKEN = /\b(gh[a-z]_[A-Za-z0-9]{16,}|github_pat_\w{16,}|xox[a-z]-[\w-]{10,})/g;
const OWN_TOKEN = /\b(slp_[0-9a-z]{8}_)[A-Za-z0-9_-]{16,}/g;
const WEBHOOK_SECRET = /\b(whsec|whsk)_[A-Za-z0-9+/=_-]{16,}/g;
const SIGNED_ADDRESS = /([?&](?:x-amz-signature|x-amz-security-token|signature)=)[^&\s"'<>]+/gi;
const PEM = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g;
/**
 * DEL and the C1 controls steer terminals, U+2028 and U+2029 break lines in some viewers, bidirectional marks show a text in another order than
 * it has, and what has no width hides in it; JSON leaves all of them as they are.
 */
const UNSAFE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/**
 * A copy of anything that is safe to log: values of secret keys are hidden at any depth, secrets inside texts too, errors become plain
 * records, cycles and endless structures are cut. Never throws.
 */
export function redact(value: unknown): unknown {
  return copy(value, 0, new Set());
}

/** A text without secrets and without characters that could steer a terminal or look like another line. */
export function redactText(text: string): string {
  const short = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}... (${text.length} characters)` : text;
  return short
    .replace(PEM, HIDDEN)
    .replace(BEARER, `$1 ${HIDDEN}`)
    .replace(URL_PASSWORD, `$1:${HIDDEN}@`)
    .replace(KNOWN_TOKEN, HIDDEN)
    .replace(OWN_TOKEN, `$1${HIDDEN}`)
    .replace(WEBHOOK_SECRET, HIDDEN)
    .replace(SIGNED_ADDRESS, `$1${HIDDEN}`)
    .replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function copy(value: unknown, depth: number, above: Set<object>): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'function' || typeof value === 'symbol') return `[${typeof value}]`;
  if (typeof value !== 'object' || value === null) return value;
  if (above.has(value)) return '[circular]';
  if (depth >= MAX_DEPTH) return '[deeper]';
  above.add(value);
  try {
    return copyObject(value, depth, above);
  } catch {
    return '[unreadable]';
  } finally {
    above.delete(value);
  }
}

function copyObject(value: object, depth: number, above: Set<object>): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'invalid date' : value.toISOString();
  if (value instanceof URL) return redactText(value.href);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Map)
    return copyEntries(
      [...value].map(([key, item]) => [String(key), item]),
      depth,
      above,
    );
  if (value instanceof Set) return copy([...value], depth, above);
  if (Array.isArray(value)) {
    const items = value.slice(0, MAX_ITEMS).map((item) => copy(item, depth + 1, above));
    return value.length > MAX_ITEMS ? [...items, `[${value.length - MAX_ITEMS} more]`] : items;
  }
  if (value instanceof Error) {
    const fields = copyEntries(Object.entries(value), depth, above);
    return {
      ...fields,
      type: redactText(String(value.name)),
      message: redactText(value.message),
      ...(value.stack === undefined ? {} : { stack: redactText(value.stack) }),
      ...(value.cause === undefined ? {} : { cause: copy(value.cause, depth + 1, above) }),
    };
  }
  return copyEntries(Object.entries(value), depth, above);
}

function copyEntries(entries: [string, unknown][], depth: number, above: Set<object>): Record<string, unknown> {
  const result: [string, unknown][] = entries
    .slice(0, MAX_ITEMS)
    .map(([key, item]) => [
      redactText(key),
      isSecretKey(key) && item !== undefined && item !== null ? HIDDEN : copy(item, depth + 1, above),
    ]);
  if (entries.length > MAX_ITEMS) result.push(['...', `${entries.length - MAX_ITEMS} more`]);
  return Object.fromEntries(result);
}

function isSecretKey(key: string): boolean {
  return SECRET_KEY.test(key) && !HARMLESS_KEY.test(key);
}
