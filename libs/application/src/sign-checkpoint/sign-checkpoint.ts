import { Injectable } from '@nestjs/common';
import type { KnownHash } from '#domain/audit/audit-chain';
import { checkpointText } from '#domain/audit/checkpoint';
import { SlipwayError } from '#domain/errors/slipway-error';
import { AuditCrypto } from '#application/ports/audit-crypto';
import { AuditKeyStore } from '#application/ports/audit-key-store';
import { AuditStore, type SignedCheckpoint } from '#application/ports/audit-store';
import { Clock } from '#application/ports/clock';

/** Entries after which a checkpoint is due: what nobody vouches for yet stays few under load. */
const EVERY_ENTRIES = 1_000;
/** Milliseconds after which a checkpoint is due where anything new was sealed. */
const EVERY_MS = 60_000;

/**
 * Signs what the chain's newest hash is. It never vouches for a chain that disagrees with the newest checkpoint that is kept: such a chain
 * was written anew by somebody who can write to the database.
 */
@Injectable()
export class SignCheckpoint {
  constructor(
    private readonly store: AuditStore,
    private readonly crypto: AuditCrypto,
    private readonly clock: Clock,
    private readonly keys: AuditKeyStore,
  ) {}

  /**
   * The checkpoint of the chain's head, signed now where the head has moved; null while nothing is sealed.
   * @throws SlipwayError INTERNAL when the chain disagrees with the newest checkpoint; UNAVAILABLE when this process lacks the key that signs.
   */
  execute(workspace: string): Promise<SignedCheckpoint | null> {
    return this.vouch(workspace, () => true);
  }

  /**
   * The same for whoever asks: it is kept only where one is due, so that asking often leaves no row each time. One that is handed out and not kept is
   * verified like any other, by its signature against the chain.
   */
  handOut(workspace: string): Promise<SignedCheckpoint | null> {
    return this.vouch(workspace, (newest, head, keyId) => newest === null || this.isDue(newest, head, keyId));
  }

  private async vouch(
    workspace: string,
    keeps: (newest: SignedCheckpoint | null, head: KnownHash, keyId: string) => boolean,
  ): Promise<SignedCheckpoint | null> {
    const newest = await this.store.newestCheckpoint(workspace);
    const head = await this.store.head(workspace);
    if (newest !== null && !(await this.agrees(workspace, newest, head))) throw contradiction(newest);
    if (head === null) return null;
    // Read after the head: a head that holds a handover of keys is never signed by the former one.
    const keyId = await this.signingKey(workspace);
    if (newest !== null && newest.position === head.position && newest.keyId === keyId) return newest;
    const signed = this.sign(workspace, head, keyId);
    if (signed === null) throw keyMissing(keyId);
    // With a new key for an old head the new signature is handed out and not kept: the old one stays what it was.
    if (keeps(newest, head, keyId)) await this.store.keepCheckpoint(workspace, signed);
    return signed;
  }

  /** Id of the key that signs checkpoints now. */
  async signingKey(workspace: string): Promise<string> {
    return (await this.keys.signing(workspace)) ?? this.crypto.keys[0].keyId;
  }

  /** Whether the chain agrees with the newest checkpoint that is kept; true while there is none. */
  async isSound(workspace: string): Promise<boolean> {
    const newest = await this.store.newestCheckpoint(workspace);
    return newest === null || (await this.agrees(workspace, newest, await this.store.head(workspace)));
  }

  /** The same for those who go on with a chain that cannot be vouched for, or not by this process: nothing is signed then, and null the answer. */
  async executeIfSound(workspace: string): Promise<SignedCheckpoint | null> {
    if (!(await this.isSound(workspace))) return null;
    try {
      return await this.execute(workspace);
    } catch (error) {
      if (!(error instanceof SlipwayError) || error.code !== 'UNAVAILABLE') throw error;
      return null;
    }
  }

  /**
   * The same, but only when one is due: after 1,000 entries, or 60 s after the last one if anything was sealed, or at once where another key signs
   * now. For the sweep.
   */
  async executeIfDue(workspace: string): Promise<SignedCheckpoint | null> {
    const newest = await this.store.newestCheckpoint(workspace);
    const head = await this.store.head(workspace);
    if (head === null || newest?.position === head.position) return null;
    if (newest !== null && !this.isDue(newest, head, await this.signingKey(workspace))) return null;
    return this.execute(workspace);
  }

  private isDue(newest: SignedCheckpoint, head: KnownHash, keyId: string): boolean {
    const few = head.position > newest.position && head.position - newest.position < EVERY_ENTRIES;
    const recent = few && this.clock.now().getTime() - newest.createdAt.getTime() < EVERY_MS;
    return !recent || newest.keyId !== keyId;
  }

  private sign(workspace: string, { position, hash }: KnownHash, keyId: string): SignedCheckpoint | null {
    const createdAt = this.clock.now();
    const payload = checkpointText({ workspace, position, hash, time: createdAt.toISOString() });
    const signature = this.crypto.sign(payload, keyId);
    return signature === null ? null : { position, hash, payload, signature, keyId, createdAt };
  }

  private async agrees(workspace: string, { position, hash }: SignedCheckpoint, head: KnownHash | null): Promise<boolean> {
    return (position === head?.position ? head.hash : await this.store.hashAt(workspace, position)) === hash;
  }
}

function contradiction({ position }: SignedCheckpoint): SlipwayError {
  return new SlipwayError(
    'INTERNAL',
    `The audit log is not what it was: entry ${position} is missing or is not the one that a signed checkpoint names. ` +
      'No further checkpoint is signed. Compare an earlier export or a backup of the database.',
  );
}

function keyMissing(keyId: string): SlipwayError {
  return new SlipwayError(
    'UNAVAILABLE',
    `This process does not have the audit key that signs now (id ${keyId}). Start it anew with that key in SLIPWAY_AUDIT_KEY.`,
  );
}
