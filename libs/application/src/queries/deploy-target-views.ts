import type { Actor } from '#domain/access/actor';
import type { DeployTargetFields } from '#application/ports/deploy-target-store';
import type { Page, PageRequest } from '#application/shared/page';
import type { ActorView } from './promotion-views.js';

/** How a target shows itself to GitHub, without the secret. */
export interface DeployCredentialView {
  readonly kind: 'app' | 'token';
  readonly appId: string | null;
  readonly installationId: string | null;
}

/** A deploy target as administrators see it; the secret is never shown again. */
export interface DeployTargetView extends DeployTargetFields {
  readonly id: string;
  readonly credential: DeployCredentialView;
  readonly revision: number;
  readonly creator: ActorView;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/**
 * Read model of deploy targets, for administrators; what others need of one (its name) is shown with its deployments.
 * Every method throws SlipwayError PERMISSION_DENIED for an actor without `admin.deploy-targets`.
 */
export abstract class DeployTargetViews {
  /** @returns null when there is none. */
  abstract find(workspace: string, actor: Actor, id: string): Promise<DeployTargetView | null>;
  /** Newest first. */
  abstract list(workspace: string, actor: Actor, page: PageRequest): Promise<Page<DeployTargetView>>;
}
