import type { Actor } from '#domain/access/actor';
import type { FieldTable } from '#domain/filter/field-table';
import type { CheckStatus } from '#domain/registry/check';
import type { Lineage } from '#domain/registry/lineage';
import type { MetricValue } from '#domain/registry/metric';
import type { Page, PageRequest } from '#application/shared/page';
import type { ActorView } from './promotion-views.js';

/** The newest report of one check. */
export interface CheckView {
  readonly name: string;
  readonly status: CheckStatus;
  readonly summary: string;
  readonly url: string | null;
  readonly reporter: ActorView;
  readonly reportedAt: Date;
}

/** A version as every door shows it. */
export interface VersionView {
  readonly id: string;
  readonly model: string;
  readonly modelId: string;
  readonly version: number;
  /** The name of the stage where it stands. */
  readonly stage: string;
  readonly status: string;
  readonly statusMessage: string | null;
  readonly integrity: string;
  readonly source: string;
  readonly runId: string | null;
  readonly runLink: string | null;
  readonly description: string;
  readonly aliases: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, MetricValue>>;
  readonly params: Readonly<Record<string, string>>;
  readonly checks: readonly CheckView[];
  readonly lineage: Lineage;
  readonly manifestDigest: string | null;
  readonly artifactBytes: number;
  readonly creator: ActorView;
  readonly revision: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A search as a door received it; filter and order are parsed against `fields`. */
export interface SearchQuery extends PageRequest {
  readonly filter?: string;
  readonly orderBy?: string | readonly string[];
  /** The door's own words; absent for REST's. */
  readonly fields?: FieldTable;
  /** Leaves out what bears this tag with this value; what does not bear the tag stays. */
  readonly withoutTag?: { readonly key: string; readonly value: string };
}

export interface VersionQuery extends SearchQuery {
  /** Name or id; absent for a search across models. */
  readonly model?: string;
}

/** Read model of versions; what the actor may not read does not exist here. */
export abstract class VersionViews {
  /** @throws SlipwayError NOT_FOUND, VERSION_DELETED. */
  abstract get(workspace: string, actor: Actor, model: string, version: number): Promise<VersionView>;
  /** The same by the version's id. @throws SlipwayError NOT_FOUND, VERSION_DELETED. */
  abstract getById(workspace: string, actor: Actor, versionId: string): Promise<VersionView>;
  /**
   * Newest first unless `orderBy` says otherwise.
   * @throws SlipwayError NOT_FOUND (of a model that is named), INVALID_FILTER, INVALID_CURSOR, QUERY_TOO_EXPENSIVE.
   */
  abstract list(workspace: string, actor: Actor, query: VersionQuery): Promise<Page<VersionView>>;
}
