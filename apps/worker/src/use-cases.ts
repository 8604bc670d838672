import type { Type } from '@nestjs/common';
import { AdvanceDeployment } from '#application/advance-deployment/advance-deployment';
import { DeploymentMover } from '#application/advance-deployment/deployment-mover';
import { DispatchDeployment } from '#application/advance-deployment/dispatch-deployment';
import { TargetCredentials } from '#application/advance-deployment/target-credentials';
import { AttemptRecorder } from '#application/deliver-due/attempt-recorder';
import { DatabaseGate } from '#application/deliver-due/database-gate';
import { DeliverDue } from '#application/deliver-due/deliver-due';
import { ResultWriter } from '#application/deliver-due/result-writer';
import { RunningDrains } from '#application/deliver-due/running-drains';
import { SendSlots } from '#application/deliver-due/send-slots';
import { ExpirePromotions } from '#application/expire-promotions/expire-promotions';
import { ExpireUploads } from '#application/expire-uploads/expire-uploads';
import { PurgeHistory } from '#application/purge-history/purge-history';
import { RelayEvents } from '#application/relay-events/relay-events';
import { SealAudit } from '#application/seal-audit/seal-audit';
import { OpenPromotions } from '#application/shared/open-promotions';
import { SignCheckpoint } from '#application/sign-checkpoint/sign-checkpoint';
import { SweepBlobs } from '#application/sweep-blobs/sweep-blobs';
import { SweepDeliveries } from '#application/sweep-deliveries/sweep-deliveries';
import { SweepDeployments } from '#application/sweep-deployments/sweep-deployments';

/** The use cases that run in the background, and what they share. */
export const USE_CASES: readonly Type[] = [
  AdvanceDeployment,
  AttemptRecorder,
  DatabaseGate,
  DeliverDue,
  DeploymentMover,
  DispatchDeployment,
  ExpirePromotions,
  ExpireUploads,
  OpenPromotions,
  PurgeHistory,
  RelayEvents,
  ResultWriter,
  RunningDrains,
  SealAudit,
  SendSlots,
  SignCheckpoint,
  SweepBlobs,
  SweepDeliveries,
  SweepDeployments,
  TargetCredentials,
];
