import { ChangeMany } from '#application/change-many/change-many';
import { CollectGarbage } from '#application/collect-garbage/collect-garbage';
import { ExpirePromotions } from '#application/expire-promotions/expire-promotions';
import { ExpireUploads } from '#application/expire-uploads/expire-uploads';
import { PurgeHistory } from '#application/purge-history/purge-history';
import { ScrubArtifacts } from '#application/scrub-artifacts/scrub-artifacts';
import { SealAudit } from '#application/seal-audit/seal-audit';
import { SignCheckpoint } from '#application/sign-checkpoint/sign-checkpoint';
import { SweepBlobs } from '#application/sweep-blobs/sweep-blobs';
import { SweepDeliveries } from '#application/sweep-deliveries/sweep-deliveries';
import { SweepDeployments } from '#application/sweep-deployments/sweep-deployments';
import { sweep, type Sweep } from './sweep.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 3_600 * SECOND;
const SCRUB_SECONDS = 1;
/** What a database that is back has waited for is not to wait for the next turn too. */
const AGAIN = SECOND / 5;

/** Every sweep of the worker; a new one adds its line here and its use case to `use-cases.ts`. */
export const SWEEPS: readonly Sweep[] = [
  sweep('deliveries', SECOND / 2, SweepDeliveries, (useCase) => useCase.execute(), { againMs: AGAIN }),
  sweep('changes of many deliveries', SECOND, ChangeMany, (useCase) => useCase.execute()),
  sweep('deployments', SECOND, SweepDeployments, (useCase, context) => useCase.execute(context), { againMs: AGAIN }),
  sweep('expired requests', SECOND, ExpirePromotions, (useCase, context) => useCase.execute(context)),
  sweep('expired uploads', MINUTE, ExpireUploads, (useCase, context) => useCase.execute(context)),
  sweep('leftovers of uploads', HOUR, SweepBlobs, (useCase) => useCase.execute()),
  sweep('audit seals', SECOND / 4, SealAudit, (useCase, { workspace }) => useCase.execute(workspace)),
  sweep('audit checkpoints', SECOND, SignCheckpoint, (useCase, { workspace }) => useCase.executeIfDue(workspace)),
  sweep('old deliveries and events', 5 * SECOND, PurgeHistory, (useCase, { workspace }) => useCase.execute(workspace)),
  sweep('stored bytes', SCRUB_SECONDS * SECOND, ScrubArtifacts, (useCase, context) => useCase.executeAtPace(context, SCRUB_SECONDS)),
  sweep(
    'bytes of deleted versions',
    12 * HOUR,
    CollectGarbage,
    (useCase, context) => useCase.execute(context, { dryRun: false, strays: false }),
    { firstAfterMs: 10 * MINUTE },
  ),
];
