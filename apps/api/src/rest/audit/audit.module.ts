import { Module } from '@nestjs/common';
import { ExportAudit } from '#application/export-audit/export-audit';
import { ReadAudit } from '#application/read-audit/read-audit';
import { SignCheckpoint } from '#application/sign-checkpoint/sign-checkpoint';
import { AuditController } from './audit.controller.js';

@Module({ controllers: [AuditController], providers: [ReadAudit, ExportAudit, SignCheckpoint] })
export class AuditModule {}
