import type { Type } from '@nestjs/common';
import { AdvanceDeployment } from '#application/advance-deployment/advance-deployment';
import { DeploymentMover } from '#application/advance-deployment/deployment-mover';
import { DispatchDeployment } from '#application/advance-deployment/dispatch-deployment';
import { TargetCredentials } from '#application/advance-deployment/target-credentials';
import { ChangeMany } from '#application/change-many/change-many';
import { CollectGarbage } from '#application/collect-garbage/collect-garbage';
import { AttemptRecorder } from '#application/deliver-due/attempt-recorder';
import { DatabaseGate } from '#application/deliver-due/database-gate';
import { DeliverDue } from '#application/deliver-due/deliver-due';
import { ResultWriter } from '#application/deliver-due/result-writer';
import { RunningDrains } from '#application/deliver-due/running-drains';
import { SendSlots } from '#application/deliver-due/send-slots';
import { ExpireUploads } from '#application/expire-uploads/expire-uploads';
import { ExpirePromotions } from '#application/expire-promotions/expire-promotions';
import { PurgeHistory } from '#application/purge-history/purge-history';
import { RedeliverNext } from '#application/redeliver/redeliver-next';
import { RelayEvents } from '#application/relay-events/relay-events';
import { ScrubArtifacts } from '#application/scrub-artifacts/scrub-artifacts';
import { SealAudit } from '#application/seal-audit/seal-audit';
import { OpenPromotions } from '#application/shared/open-promotions';
import { SignCheckpoint } from '#application/sign-checkpoint/sign-checkpoint';
import { SweepBlobs } from '#application/sweep-blobs/sweep-blobs';
import { SweepDeliveries } from '#application/sweep-deliveries/sweep-deliveries';
import { SweepDeployments } from '#application/sweep-deployments/sweep-deployments';
import { IntegrityRegister } from '#application/verify-version/integrity-register';

/** The use cases that run in the background, and what they share. */
export const USE_CASES: readonly Type[] = [
  AdvanceDeployment,
  AttemptRecorder,
  ChangeMany,
  CollectGarbage,
  DatabaseGate,
  DeliverDue,
  DeploymentMover,
  DispatchDeployment,
  ExpirePromotions,
  ExpireUploads,
  IntegrityRegister,
  OpenPromotions,
  PurgeHistory,
  RedeliverNext,
  RelayEvents,
  ResultWriter,
  RunningDrains,
  ScrubArtifacts,
  SealAudit,
  SendSlots,
  SignCheckpoint,
  SweepBlobs,
  SweepDeliveries,
  SweepDeployments,
  TargetCredentials,
];
