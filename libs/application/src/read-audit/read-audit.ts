import { Injectable } from '@nestjs/common';
import { permissionDenied, readablePatterns } from '#domain/access/authorize';
import { SlipwayError } from '#domain/errors/slipway-error';
import { AuditCrypto } from '#application/ports/audit-crypto';
import { AuditKeyStore, type AuditKeyRecord } from '#application/ports/audit-key-store';
import type { SignedCheckpoint } from '#application/ports/audit-store';
import { AuditViews, type AuditEntryView, type AuditQuery } from '#application/queries/audit-views';
import type { CommandContext } from '#application/shared/command-context';
import type { Page } from '#application/shared/page';
import { SignCheckpoint } from '#application/sign-checkpoint/sign-checkpoint';

/** The audit log for those who may read some of it, and what lets any reader check it. */
@Injectable()
export class ReadAudit {
  constructor(
    private readonly views: AuditViews,
    private readonly checkpoints: SignCheckpoint,
    private readonly crypto: AuditCrypto,
    private readonly auditKeys: AuditKeyStore,
  ) {}

  /** @throws SlipwayError PERMISSION_DENIED for whoever may read no model's log. */
  async list(context: CommandContext, query: AuditQuery): Promise<Page<AuditEntryView>> {
    if (readablePatterns(context.actor, 'audit.read').length === 0) throw permissionDenied('audit.read');
    return this.views.list(context.workspace, context.actor, query);
  }

  /** The signed checkpoint of the newest sealed entry. @throws SlipwayError PERMISSION_DENIED; NOT_FOUND while nothing is sealed. */
  async checkpoint(context: CommandContext): Promise<SignedCheckpoint> {
    this.requireReader(context);
    const checkpoint = await this.checkpoints.handOut(context.workspace);
    if (checkpoint === null) throw new SlipwayError('NOT_FOUND', 'No audit entry is sealed yet, so there is no checkpoint.');
    return checkpoint;
  }

  /** The public key of those checkpoints that are signed now, as SPKI PEM. @throws SlipwayError PERMISSION_DENIED. */
  async publicKey(context: CommandContext): Promise<string> {
    const [signing] = await this.keys(context);
    return signing?.publicKey ?? this.crypto.keys[0].publicKeyPem;
  }

  /** The key that signs, then those that did, the latest first. @throws SlipwayError PERMISSION_DENIED. */
  async keys(context: CommandContext): Promise<readonly AuditKeyRecord[]> {
    this.requireReader(context);
    return this.auditKeys.list(context.workspace);
  }

  private requireReader({ actor }: CommandContext): void {
    if (readablePatterns(actor).length === 0) throw permissionDenied('model.read');
  }
}
