import { AdvanceDeployment } from '#application/advance-deployment/advance-deployment';
import { DeploymentMover } from '#application/advance-deployment/deployment-mover';
import { DispatchDeployment } from '#application/advance-deployment/dispatch-deployment';
import { TargetCredentials } from '#application/advance-deployment/target-credentials';
import type { DeployGateway } from '#application/ports/deploy-gateway';
import { GithubDeployGateway } from '#integrations/github/src/github-deploy-gateway';
import type { Database } from '#persistence/core/database';
import { LocalEffectsSignal } from '#persistence/core/local-effects-signal';
import { PrismaJournal } from '#persistence/core/prisma-journal';
import { PrismaUnitOfWork } from '#persistence/core/prisma-unit-of-work';
import { PublicLinks } from '#persistence/core/public-links';
import { UlidIds } from '#persistence/core/ulid-ids';
import { PrismaDeployTargetStore } from '#persistence/deploys/prisma-deploy-target-store';
import { PrismaDeploymentStore } from '#persistence/deploys/prisma-deployment-store';
import { SealedSecretVault } from '#persistence/effects/sealed-secret-vault';
import { KeyRing } from '#platform/crypto/key-ring';
import { SecretBox } from '#platform/crypto/secret-box';
import { AddressPolicy } from '#platform/outbound/address-policy';
import { OutboundClient } from '#platform/outbound/outbound-client';
import { outboundFetch } from '#platform/outbound/outbound-fetch';
import { parseOutboundAllow } from '#platform/outbound/parse-outbound-allow';

/** An outbound client that reaches this machine and the public internet. */
export function loopbackClient(): OutboundClient {
  return new OutboundClient({ policy: new AddressPolicy({ allow: parseOutboundAllow('127.0.0.0/8') }) });
}

/** The gateway as a worker composes it. */
export function githubGateway(client: OutboundClient): DeployGateway {
  return new GithubDeployGateway({ fetch: outboundFetch(client, { deadlineMs: 10_000, maxBytes: 10_000_000 }) });
}

/** What the use cases of deployments are built from, over the real adapters. */
export function deployParts(database: Database, gateway: DeployGateway, keyRing: string) {
  const ids = new UlidIds();
  const signal = new LocalEffectsSignal();
  const unit = new PrismaUnitOfWork(database);
  const journal = new PrismaJournal(database, ids);
  const deployments = new PrismaDeploymentStore(database);
  const targets = new PrismaDeployTargetStore(database);
  const credentials = new TargetCredentials(new SealedSecretVault(new SecretBox(KeyRing.parse(keyRing))));
  const mover = new DeploymentMover(deployments, unit, journal, new PublicLinks('https://slipway.test'), signal);
  const dispatcher = new DispatchDeployment(deployments, credentials, gateway, mover);
  const advance = new AdvanceDeployment(deployments, targets, credentials, gateway, mover, dispatcher);
  return { ids, signal, unit, journal, deployments, targets, credentials, mover, advance };
}
