import type { Database } from '#persistence/core/database';
import { newId } from '#platform/ids/id-generator';

const OWNER = { type: 'user', id: 'usr_seed', name: 'seed' };

/** Writes a model with READY versions 1 to `versions`, without the routes that do so; @returns its id. */
export async function seedModel(database: Database, name: string, versions: number): Promise<string> {
  const id = newId('mdl');
  await database.client.$executeRaw`
    INSERT INTO registered_model (id, workspace, name, owner_type, owner_id, owner_name, last_change_at, created_at, updated_at)
    VALUES (${id}, 'default', ${name}, ${OWNER.type}, ${OWNER.id}, ${OWNER.name}, now(), now(), now())`;
  const context = JSON.stringify({ actor: OWNER, actorId: OWNER.id, door: 'rest', apiVersion: '1' });
  for (let n = 1; n <= versions; n += 1) {
    const version = JSON.stringify({
      id: newId('ver'),
      status: 'READY',
      integrity: 'verified',
      source: 's3://bucket/model',
      description: '',
      lineage: {},
    });
    await database.client.$queryRaw`
      SELECT slipway_register_version('default', ${id}, ${version}::jsonb, '{}', '{}', '{}', ${context}::jsonb, '[]', '[]', null)::text`;
  }
  return id;
}
