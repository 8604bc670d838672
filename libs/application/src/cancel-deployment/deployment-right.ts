import type { Actor } from '#domain/access/actor';
import type { DeploymentReading } from '#application/ports/deployment-store';
import { can } from '#domain/access/authorize';
import { notFound, requirePermission } from '#application/shared/access';

/**
 * Lets an act on a deployment pass for those who may apply promotions into its stage.
 * @throws SlipwayError NOT_FOUND where there is none, or none that the actor may see; PERMISSION_DENIED naming the right.
 */
export function requireDeploymentRight(
  actor: Actor,
  deployment: DeploymentReading | null,
  reference: string,
): asserts deployment is DeploymentReading {
  if (deployment === null || !can(actor, 'model.read', deployment.model)) throw notFound(`deployment "${reference}"`);
  const permission = deployment.stageProtected ? 'promotion.apply.protected' : 'promotion.apply.unprotected';
  requirePermission(actor, permission, deployment.model, deployment.model);
}
