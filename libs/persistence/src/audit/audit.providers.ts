import type { Provider } from '@nestjs/common';
import { AuditKeyStore } from '#application/ports/audit-key-store';
import { AuditStore } from '#application/ports/audit-store';
import { AuditViews } from '#application/queries/audit-views';
import { PrismaAuditKeyStore } from './prisma-audit-key-store.js';
import { PrismaAuditStore } from './prisma-audit-store.js';
import { PrismaAuditViews } from './prisma-audit-views.js';

/** The audit log: the chain and the read model. The key (`AuditCrypto`) comes from the configuration, by the app. */
export const auditProviders: Provider[] = [
  { provide: AuditKeyStore, useClass: PrismaAuditKeyStore },
  { provide: AuditStore, useClass: PrismaAuditStore },
  { provide: AuditViews, useClass: PrismaAuditViews },
];
