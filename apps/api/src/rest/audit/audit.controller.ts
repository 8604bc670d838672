import { Readable } from 'node:stream';
import { Controller, Get, Header, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { ExportAudit } from '#application/export-audit/export-audit';
import type { AuditKeyRecord } from '#application/ports/audit-key-store';
import type { SignedCheckpoint } from '#application/ports/audit-store';
import type { AuditEntryView } from '#application/queries/audit-views';
import { ReadAudit } from '#application/read-audit/read-audit';
import type { CommandContext } from '#application/shared/command-context';
import type { Page } from '#application/shared/page';
import { Ctx } from '../ctx.js';
import { Paged, pageOf } from '../paging.js';
import { Problems } from '../problems.js';
import { AuditExportQuery, AuditKeyPageDto, AuditListQuery, AuditPageDto, CheckpointDto } from './audit.dto.js';

/** Who did what, and what proves it. */
@ApiTags('audit')
@Controller('api/v1')
export class AuditController {
  constructor(
    private readonly audit: ReadAudit,
    private readonly exports: ExportAudit,
  ) {}

  @Get('audit')
  @Paged()
  @ApiOperation({ operationId: 'listAudit', summary: 'Audit entries, newest first' })
  @ApiOkResponse({ type: AuditPageDto })
  @Problems(403)
  list(@Ctx() context: CommandContext, @Query() query: AuditListQuery): Promise<Page<AuditEntryView>> {
    return this.audit.list(context, { ...query, ...pageOf(query) });
  }

  @Get('audit/export')
  @Header('cache-control', 'no-store')
  @ApiOperation({ operationId: 'exportAudit', summary: 'The sealed log as NDJSON, for `npm run audit:verify`' })
  @ApiProduces('application/x-ndjson')
  @ApiOkResponse({ description: 'A line for each entry, `{position, prevHash, hash, entry}`, then `{end}`', schema: { type: 'string' } })
  @Problems(403)
  async export(@Ctx() context: CommandContext, @Query() query: AuditExportQuery): Promise<StreamableFile> {
    return new StreamableFile(Readable.from(await this.exports.execute(context, query)), {
      type: 'application/x-ndjson; charset=utf-8',
      disposition: 'attachment; filename="audit.ndjson"',
    });
  }

  @Get('audit/checkpoint')
  @Header('cache-control', 'no-store')
  @ApiOperation({ operationId: 'getAuditCheckpoint', summary: 'A signed checkpoint of the newest sealed entry' })
  @ApiOkResponse({ type: CheckpointDto })
  @Problems(403, 404)
  checkpoint(@Ctx() context: CommandContext): Promise<SignedCheckpoint> {
    return this.audit.checkpoint(context);
  }

  @Get('audit/key')
  @Header('content-type', 'application/x-pem-file')
  @ApiOperation({ operationId: 'getAuditKey', summary: 'The public key of the checkpoints that are signed now, as PEM' })
  @ApiProduces('application/x-pem-file')
  @ApiOkResponse({ schema: { type: 'string' } })
  @Problems(403)
  key(@Ctx() context: CommandContext): Promise<string> {
    return this.audit.publicKey(context);
  }

  @Get('audit/keys')
  @ApiOperation({ operationId: 'listAuditKeys', summary: 'The public keys of all checkpoints, the one that signs now first' })
  @ApiOkResponse({ type: AuditKeyPageDto })
  @Problems(403)
  async keys(@Ctx() context: CommandContext): Promise<Page<AuditKeyRecord>> {
    return { items: await this.audit.keys(context), nextCursor: null };
  }
}
