import type { Actor } from '#domain/access/actor';
import type { Page, PageRequest } from '#application/shared/page';
import type { ActorView } from './promotion-views.js';

/** One act, as the log shows it. */
export interface AuditEntryView {
  readonly id: string;
  readonly at: Date;
  readonly actor: ActorView;
  readonly door: string;
  readonly client: string | null;
  readonly requestId: string | null;
  readonly action: string;
  readonly outcome: string;
  readonly objectType: string;
  readonly objectId: string;
  readonly model: string | null;
  readonly modelId: string | null;
  readonly reason: string | null;
  readonly data: unknown;
  /** Its place in the chain; null for the second before it is sealed. */
  readonly position: number | null;
}

export interface AuditQuery extends PageRequest {
  /** Name or id. */
  readonly model?: string;
  /** The actor's id. */
  readonly actor?: string;
  readonly action?: string;
  readonly objectType?: string;
  /** From this time on. */
  readonly since?: Date;
  /** Before this time. */
  readonly until?: Date;
}

/** Read model of the audit log, newest first. Leaves out what the actor may not read: entries without a model are for administrators. */
export abstract class AuditViews {
  abstract list(workspace: string, actor: Actor, query: AuditQuery): Promise<Page<AuditEntryView>>;
}
