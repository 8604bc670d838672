/** Any of these in a name would let it forge a log line or show as something else: controls, line and paragraph separators, bidirectional marks. */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;
/** With the `u` flag a surrogate matches only where it stands alone. */
const LONE_SURROGATE = /\p{Cs}/u;

/** True where the text holds half of a surrogate pair, which no UTF-8 and no Postgres text can carry. */
export function hasLoneSurrogate(text: string): boolean {
  return LONE_SURROGATE.test(text);
}

/** True where the text holds a control, line separator or bidirectional control character (Unicode TR 9). */
export function hasUnprintable(text: string): boolean {
  return UNPRINTABLE.test(text);
}

/** True where Postgres can store the text: no NUL, no lone surrogate. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && !hasLoneSurrogate(text);
}

/** Length in Unicode code points, as Postgres and Python count; JavaScript's `length` counts a character beyond U+FFFF twice. */
export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** Length in bytes of the UTF-8 form; a lone surrogate counts as the three bytes of its replacement. */
export function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** Case folding as far as JavaScript goes: upper then lower joins what lower case alone keeps apart (ß and ss, ς and σ). */
export function foldCase(text: string): string {
  return text.toUpperCase().toLowerCase();
}

/**
 * Decodes percent-encoding until nothing changes, so that `%252e` cannot hide a dot from us and show it to the next reader. Sequences that
 * are not UTF-8 stay as they are. Each round shortens the text, so this ends.
 */
export function fullyDecode(text: string): string {
  let current = text;
  for (;;) {
    const next = current.replace(/(?:%[0-9A-Fa-f]{2})+/g, decodeOrKeep);
    if (next === current) return current;
    current = next;
  }
}

function decodeOrKeep(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    // Not UTF-8 as a whole: decode the ASCII in it, which is where separators and dots hide.
    return encoded.replace(/%[0-7][0-9A-Fa-f]/g, (one) => String.fromCharCode(Number.parseInt(one.slice(1), 16)));
  }
}
