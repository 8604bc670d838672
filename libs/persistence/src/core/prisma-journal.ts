import { Injectable } from '@nestjs/common';
import { Ids } from '#application/ports/ids';
import { Journal, type JournalEntry, type NewAuditEntry, type NewEvent } from '#application/ports/journal';
import type { Transaction } from '#application/ports/unit-of-work';
import type { CommandContext } from '#application/shared/command-context';
import { contextJson } from './context-json.js';
import { Database } from './database.js';
import { sqlOf } from './prisma-unit-of-work.js';
import { traceSetting } from './trace-setting.js';

/** Events as the database functions take them, each with its id and the request that caused it. */
export function eventsJson(ids: Ids, context: CommandContext, events: readonly NewEvent[]): string {
  return JSON.stringify(eventsOf(ids, context, events));
}

/** The same as a part of something bigger. */
export function eventsOf(ids: Ids, context: CommandContext, events: readonly NewEvent[]): readonly object[] {
  return events.map((event) => ({ ...event, id: ids.next('evt'), data: { ...event.data, requestId: context.requestId } }));
}

/** Audit entries as the database functions take them, each with its id. */
export function auditJson(ids: Ids, entries: readonly NewAuditEntry[]): string {
  return JSON.stringify(entries.map((entry) => ({ ...entry, id: ids.next('aud') })));
}

/** The journal: one round trip for all events and audit entries of a change. */
@Injectable()
export class PrismaJournal extends Journal {
  constructor(
    private readonly database: Database,
    private readonly ids: Ids,
  ) {
    super();
  }

  override async record(tx: Transaction, context: CommandContext, entry: JournalEntry): Promise<Date> {
    const rows = await sqlOf(this.database, tx).$queryRaw<{ at: Date }[]>`
      SELECT slipway_journal(${context.workspace}, ${entry.modelId}, ${contextJson(context)}::jsonb, ${eventsJson(this.ids, context, entry.events)}::jsonb,
        ${auditJson(this.ids, entry.audit)}::jsonb) AS at ${traceSetting()}`;
    const [row] = rows;
    if (row === undefined) throw new Error('slipway_journal answered no row');
    return row.at;
  }
}
