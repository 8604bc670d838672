import type { Actor } from '#domain/access/actor';
import type { Page } from '#application/shared/page';
import type { ActorView } from './promotion-views.js';
import type { SearchQuery } from './version-views.js';

/** A movable name and where it points. */
export interface AliasView {
  readonly alias: string;
  readonly version: number;
  /** The stage that moves it, or null for a free one. */
  readonly boundStage: string | null;
}

/** A registered model as every door shows it. */
export interface ModelView {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly owner: ActorView;
  readonly tags: Readonly<Record<string, string>>;
  readonly aliases: readonly AliasView[];
  /** The highest number that was ever given; 0 before the first version. */
  readonly lastVersion: number;
  /** What stands in each stage but None and Archived, in the order of the stages. */
  readonly stages: readonly { readonly stage: string; readonly versions: readonly number[] }[];
  readonly revision: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Read model of registered models; what the actor may not read does not exist here. */
export abstract class ModelViews {
  /** By name or id. @throws SlipwayError NOT_FOUND. */
  abstract get(workspace: string, actor: Actor, model: string): Promise<ModelView>;
  /** @throws SlipwayError NOT_FOUND, of the model or the alias. */
  abstract getAlias(workspace: string, actor: Actor, model: string, alias: string): Promise<AliasView>;
  /**
   * By name unless `orderBy` says otherwise.
   * @throws SlipwayError INVALID_FILTER, INVALID_CURSOR, QUERY_TOO_EXPENSIVE.
   */
  abstract list(workspace: string, actor: Actor, query: SearchQuery): Promise<Page<ModelView>>;
}
