import type { Provider } from '@nestjs/common';
import { AuditStore } from '#application/ports/audit-store';
import { AuditViews } from '#application/queries/audit-views';
import { PrismaAuditStore } from './prisma-audit-store.js';
import { PrismaAuditViews } from './prisma-audit-views.js';

/** The audit log: the chain and the read model. The key (`AuditCrypto`) comes from the configuration, by the app. */
export const auditProviders: Provider[] = [
  { provide: AuditStore, useClass: PrismaAuditStore },
  { provide: AuditViews, useClass: PrismaAuditViews },
];
