import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KeyRing } from './key-ring.js';

/** Where a secret is stored. Part of what is authenticated, so a ciphertext that is copied to another place does not open there. */
export interface SecretPlace {
  readonly table: string;
  /** The row's id. */
  readonly row: string;
  readonly column: string;
}

export type SecretBoxFailure =
  /** Not a text that `seal` made. */
  | 'malformed'
  /** Sealed with a key that the ring does not hold. */
  | 'unknown_key'
  /** The seal does not fit: another key under the same id, another place, or changed bytes. */
  | 'refused';

/** Why a secret does not open; the message names the place and the key id, never key or content. */
export class SecretBoxError extends Error {
  constructor(
    readonly failure: SecretBoxFailure,
    message: string,
  ) {
    super(message);
    this.name = 'SecretBoxError';
  }
}

const SEALED = /^v1\.([A-Za-z0-9_-]{1,32})\.([A-Za-z0-9_-]{16})\.([A-Za-z0-9_-]*)\.([A-Za-z0-9_-]{22})$/;

/** 96 random bits, as GCM wants them (NIST SP 800-38D, 8.2.2): good for 2^32 secrets under one key. */
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Secrets at rest by AES-256-GCM: `v1.<key id>.<iv>.<ciphertext>.<tag>` in base64url, bound to `table:row:column`. */
export class SecretBox {
  constructor(private readonly ring: KeyRing) {}

  /** Seals a secret for one place, with the ring's current key. Every call gives another text. */
  seal(secret: string, place: SecretPlace): string {
    const id = this.ring.currentId;
    const key = this.ring.find(id);
    if (!key) throw new SecretBoxError('unknown_key', `the key ring does not hold its current key "${id}"`);
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES }).setAAD(placeBytes(place));
    const ciphertext = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return ['v1', id, iv.toString('base64url'), ciphertext.toString('base64url'), cipher.getAuthTag().toString('base64url')].join('.');
  }

  /**
   * Opens what was sealed for the same place.
   * @throws SecretBoxError saying which of its failures it is
   */
  open(sealed: string, place: SecretPlace): string {
    const where = `${place.table}.${place.column} of row ${place.row}`;
    const [, id = '', iv = '', ciphertext = '', tag = ''] = SEALED.exec(sealed) ?? [];
    if (id === '') throw new SecretBoxError('malformed', `${where} does not hold a sealed secret (v1.<key>.<iv>.<ciphertext>.<tag>)`);
    const key = this.ring.find(id);
    if (!key) {
      throw new SecretBoxError(
        'unknown_key',
        `${where} is sealed with the key "${id}", which the ring (${this.ring.ids.join(', ')}) does not hold`,
      );
    }
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'), { authTagLength: TAG_BYTES })
      .setAAD(placeBytes(place))
      .setAuthTag(Buffer.from(tag, 'base64url'));
    try {
      return Buffer.concat([decipher.update(Buffer.from(ciphertext, 'base64url')), decipher.final()]).toString('utf8');
    } catch {
      throw new SecretBoxError(
        'refused',
        `${where} does not open: the key "${id}" is not the one it was sealed with, or it was moved here or changed`,
      );
    }
  }

  /** Whether a sealed text uses the ring's current key; if not, it should be sealed anew when it is next read. */
  isCurrent(sealed: string): boolean {
    return SEALED.exec(sealed)?.[1] === this.ring.currentId;
  }
}

function placeBytes({ table, row, column }: SecretPlace): Buffer {
  // With a colon in table or column two places could share one text; both are names in our own code.
  if (table.includes(':') || column.includes(':')) throw new SecretBoxError('malformed', 'table and column names hold no colon');
  return Buffer.from(`${table}:${row}:${column}`);
}
