import { randomBytes } from 'node:crypto';

const KEY_BYTES = 32;
const KEY_ID = /^[A-Za-z0-9_-]{1,32}$/;

/**
 * The AES-256 keys for secrets at rest, by id. The first one seals; all of them open, so a key is changed by putting the new one in front and
 * keeping the old one until everything is sealed anew.
 */
export class KeyRing {
  private constructor(
    /** Id of the key that seals. */
    readonly currentId: string,
    private readonly keys: ReadonlyMap<string, Buffer>,
  ) {}

  /**
   * Reads `SLIPWAY_ENCRYPTION_KEYS`: `id:key` pairs separated by commas or white space, each key 32 bytes as base64, base64url or hex.
   * @throws Error naming the wrong entry by its place or id, never by its content; meant to stop the boot.
   */
  static parse(text: string): KeyRing {
    const keys = new Map<string, Buffer>();
    const entries = text.split(/[\s,]+/).filter((entry) => entry !== '');
    entries.forEach((entry, index) => {
      const colon = entry.indexOf(':');
      const id = entry.slice(0, Math.max(colon, 0));
      if (!KEY_ID.test(id)) {
        throw new Error(`key ${index + 1} of the ring must look like "id:key", the id 1 to 32 letters, digits, "-" or "_"`);
      }
      if (keys.has(id)) throw new Error(`the key id "${id}" stands twice in the ring`);
      const key = decodeKey(entry.slice(colon + 1));
      if (!key) throw new Error(`the key "${id}" must be ${KEY_BYTES} bytes as base64 or hex (for example from "openssl rand -base64 32")`);
      keys.set(id, key);
    });
    const [currentId] = keys.keys();
    if (currentId === undefined) throw new Error('the key ring is empty; it must hold at least one "id:key"');
    return new KeyRing(currentId, keys);
  }

  /** The text of a ring with one new random key, fit for `KeyRing.parse`. */
  static generate(id = 'k1'): string {
    return `${id}:${randomBytes(KEY_BYTES).toString('base64')}`;
  }

  /** The key of that id, or undefined. */
  find(id: string): Buffer | undefined {
    return this.keys.get(id);
  }

  /** All ids, the sealing one first; safe to log. */
  get ids(): readonly string[] {
    return [...this.keys.keys()];
  }

  /** Keys do not leak into logs by being part of a logged object. */
  toJSON(): object {
    return { ids: this.ids };
  }
}

function decodeKey(text: string): Buffer | null {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return null;
  const key = Buffer.from(text, 'base64');
  return key.length === KEY_BYTES ? key : null;
}
