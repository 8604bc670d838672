import type { Actor } from '#domain/access/actor';
import type { DeploymentState } from '#domain/deployment/deployment-machine';
import type { Page, PageRequest } from '#application/shared/page';

/** A deployment as every door shows it. */
export interface DeploymentView {
  readonly id: string;
  readonly promotionId: string;
  readonly model: string;
  readonly modelId: string;
  readonly version: number;
  readonly stage: string;
  readonly target: { readonly id: string; readonly name: string };
  readonly generation: number;
  readonly state: DeploymentState;
  readonly attempt: number;
  readonly runId: string | null;
  /** The run's page at GitHub. */
  readonly runUrl: string | null;
  /** GitHub's words. */
  readonly runStatus: string | null;
  readonly conclusion: string | null;
  readonly error: string | null;
  /** True from a person's wish to cancel until the run has ended. */
  readonly cancelRequested: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly finishedAt: Date | null;
}

export interface DeploymentQuery extends PageRequest {
  /** Name or id. */
  readonly model?: string;
  readonly stage?: string;
  readonly state?: DeploymentState;
  /** Name or id of the deploy target. */
  readonly target?: string;
  readonly promotion?: string;
}

/** Read model of deployments; every method leaves out what the actor may not read. */
export abstract class DeploymentViews {
  /** @returns null when there is none, or none that the actor may read. */
  abstract find(workspace: string, actor: Actor, id: string): Promise<DeploymentView | null>;
  /** Newest first. */
  abstract list(workspace: string, actor: Actor, query: DeploymentQuery): Promise<Page<DeploymentView>>;
}
