import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { LogMetrics } from '#application/log-metrics/log-metrics';
import { LogParams } from '#application/log-params/log-params';
import { RegisterVersion } from '#application/register-version/register-version';
import { ReportCheck } from '#application/report-check/report-check';
import { UpdateVersion } from '#application/update-version/update-version';
import { VersionViews, type VersionView } from '#application/queries/version-views';
import type { CommandContext } from '#application/shared/command-context';
import type { RegisterVersionDto, ReportCheckDto, UpdateVersionDto } from './versions.dto.js';

/** Which version a request is about, and which revision of it the caller read. */
export interface VersionAddress {
  readonly model: string;
  readonly version: number;
  readonly expectedRevision?: number | undefined;
}

/** Carries out a command about a version and shows what it is now. */
@Injectable()
export class VersionAnswer {
  constructor(
    private readonly registerVersion: RegisterVersion,
    private readonly updateVersion: UpdateVersion,
    private readonly logMetrics: LogMetrics,
    private readonly logParams: LogParams,
    private readonly reportCheck: ReportCheck,
    private readonly views: VersionViews,
  ) {}

  async register(context: CommandContext, model: string, body: RegisterVersionDto, reply: FastifyReply): Promise<VersionView> {
    const { outcome, versionId, status } = await this.registerVersion.execute(context, { ...body, model });
    const view = await this.views.getById(context.workspace, context.actor, versionId);
    reply.code(status).header('location', `/api/v1/models/${encodeURIComponent(view.model)}/versions/${view.version}`);
    if (outcome === 'replayed') reply.header('idempotent-replayed', 'true');
    return view;
  }

  async update(context: CommandContext, address: VersionAddress, body: UpdateVersionDto): Promise<VersionView> {
    await this.updateVersion.execute(context, { ...body, ...address });
    return this.get(context, address);
  }

  async metrics(context: CommandContext, address: VersionAddress, metrics: Readonly<Record<string, unknown>>): Promise<VersionView> {
    await this.logMetrics.execute(context, { ...address, metrics });
    return this.get(context, address);
  }

  async params(context: CommandContext, address: VersionAddress, params: Readonly<Record<string, string | null>>): Promise<VersionView> {
    await this.logParams.execute(context, { ...address, params });
    return this.get(context, address);
  }

  async check(context: CommandContext, address: VersionAddress, name: string, body: ReportCheckDto): Promise<VersionView> {
    await this.reportCheck.execute(context, { ...body, ...address, name });
    return this.get(context, address);
  }

  /** @throws SlipwayError NOT_FOUND, VERSION_DELETED */
  get(context: CommandContext, { model, version }: VersionAddress): Promise<VersionView> {
    return this.views.get(context.workspace, context.actor, model, version);
  }
}
