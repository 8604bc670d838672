import { newId } from '#platform/ids/id-generator';
import type { TestApi } from '#testing/api/test-api';

/** A version that waits for its files. */
export interface OpenVersion {
  /** Its address below the service's. */
  readonly url: string;
}

/** A model with version 1, which waits for its files, made without any route. */
export async function openVersion(api: Pick<TestApi, 'database'>, name: string): Promise<OpenVersion> {
  const [model, version] = [newId('mdl'), newId('ver')];
  await api.database.client.$executeRaw`
    INSERT INTO registered_model (id, workspace, name, owner_type, owner_id, owner_name, last_change_at, created_at, updated_at)
    VALUES (${model}, 'default', ${name}, 'user', 'usr_owner', 'owner', now(), now(), now())`;
  const row = {
    id: version,
    status: 'PENDING_REGISTRATION',
    integrity: 'unverified',
    source: `slipway:/${version}`,
    description: '',
    lineage: {},
  };
  const actor = { actor: { type: 'user', id: 'usr_owner', name: 'owner' }, actorId: 'usr_owner', door: 'rest', apiVersion: '1' };
  await api.database.client.$queryRaw`
    SELECT slipway_register_version('default', ${model}, ${JSON.stringify(row)}::jsonb, '{}', '{}', '{}', ${JSON.stringify(actor)}::jsonb, '[]', '[]', null)::text`;
  return { url: `/api/v1/models/${encodeURIComponent(name)}/versions/1` };
}
