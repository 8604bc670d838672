import type { Database } from '#persistence/core/database';
import { newId } from '#platform/ids/id-generator';
import { modelId } from './bench-database.js';

const ACTOR = { type: 'user', id: 'usr_bench0', name: 'bench' };

/**
 * The control's move as an interactive Prisma transaction over our tables: lock the model, close and open placements, promotion, audit
 * entry, one event. Less than ours writes (no other events, no revisions of versions, no row for the sealer, no check of what was read).
 */
export function promoteByOrm(database: Database, model: number, version: number): Promise<{ readonly id: string }> {
  return database.client.$transaction(async (tx) => {
    const id = newId('prm');
    const locked = await tx.registeredModel.update({
      where: { id: modelId(model) },
      data: { revision: { increment: 1 }, stageRevision: { increment: 1 }, sequence: { increment: 1 } },
    });
    const at = new Date();
    const common = { workspace: locked.workspace, modelId: locked.id };
    const wanted = await tx.modelVersion.findUniqueOrThrow({ where: { modelId_version: { modelId: locked.id, version } } });
    const standing = await tx.stagePlacement.findMany({
      where: { modelId: locked.id, toAt: null, OR: [{ versionId: wanted.id }, { stage: 'Production' }] },
    });
    const old = standing.find((one) => one.versionId !== wanted.id);
    const from = standing.find((one) => one.versionId === wanted.id)?.stage ?? 'None';
    await tx.stagePlacement.updateMany({ where: { id: { in: standing.map((one) => one.id) } }, data: { toAt: at, endedBy: id } });
    const opened = { ...common, promotionId: id, fromAt: at, verifiedAt: at };
    await tx.stagePlacement.createMany({
      data: [
        ...(old === undefined
          ? []
          : [
              {
                ...opened,
                id: `${id}.${old.version}`,
                versionId: old.versionId,
                version: old.version,
                stage: 'Archived',
                exclusive: false,
                kind: 'displaced',
              },
            ]),
        { ...opened, id, versionId: wanted.id, version, stage: 'Production', exclusive: true, kind: 'promotion' },
      ],
    });
    await tx.promotion.create({
      data: {
        ...common,
        id,
        versionId: wanted.id,
        version,
        kind: 'promotion',
        state: 'applied',
        fromStage: from,
        toStage: 'Production',
        archiveExisting: true,
        requester: ACTOR,
        requesterId: ACTOR.id,
        door: 'rest',
        archivedVersions: old === undefined ? [] : [old.version],
        createdAt: at,
        closedAt: at,
        appliedAt: at,
      },
    });
    const data = { promotionId: id, version, fromStage: from, toStage: 'Production', previousVersion: old?.version ?? null };
    await tx.auditEntry.create({
      data: {
        ...common,
        id: newId('aud'),
        at,
        actor: ACTOR,
        actorId: ACTOR.id,
        door: 'rest',
        action: 'promotion.apply',
        outcome: 'done',
        objectType: 'promotion',
        objectId: id,
        model: locked.name,
        data,
      },
    });
    await tx.event.create({
      data: {
        ...common,
        id: newId('evt'),
        type: 'promotion.applied',
        apiVersion: '1',
        model: locked.name,
        sequence: locked.sequence,
        stage: 'Production',
        actor: ACTOR,
        door: 'rest',
        data,
        createdAt: at,
      },
    });
    return { id };
  });
}
