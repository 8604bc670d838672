import type { AttackedService } from './attacked-service.js';

/** A credential of an attack. */
export interface Attacker {
  readonly token: string;
  /** The user's, the token's and the role binding's. */
  readonly ids: readonly string[];
}

/** What an attack by the document finds: something of every kind, so that ids which lists give out lead somewhere. */
export interface AttackedWorld {
  readonly admin: Attacker;
  readonly reader: Attacker;
  readonly protectedIds: readonly string[];
}

/** Fills a fresh service. @throws where one of its own requests is refused. */
export async function seedAttacked(service: AttackedService): Promise<AttackedWorld> {
  const post = async (path: string, body: unknown): Promise<Record<string, unknown>> => {
    const { status, json, text } = await service.call('POST', `/api/v1${path}`, body);
    if (status >= 300 || typeof json !== 'object' || json === null) throw new Error(`POST ${path}: ${status} ${text}`);
    return { ...json };
  };
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const signUp = async (name: string, role: string): Promise<Attacker> => {
    const user = text((await post('/users', { name }))['id']);
    const binding = text((await post('/role-bindings', { subject: { type: 'user', id: user }, role, pattern: '*' }))['id']);
    const token = await post('/tokens', { name, holder: { type: 'user', id: user } });
    return { token: text(token['token']), ids: [user, text(token['id']), binding] };
  };
  const admin = await signUp('attacking-admin', 'admin');
  const reader = await signUp('attacking-reader', 'reader');
  await post('/groups', { name: 'a-group' });
  await post('/service-accounts', { name: 'a-robot' });
  for (const name of ['churn', 'fraud']) {
    await post('/models', { name, tags: { team: 'a' } });
    for (const source of ['s3://bucket/1', 's3://bucket/2', undefined]) {
      await post(`/models/${name}/versions`, { ...(source === undefined ? {} : { source }), metrics: { auc: 0.9 } });
    }
    await post('/promotions', { model: name, version: 1, toStage: 'Production' });
    await post('/promotions', { model: name, version: 2, toStage: 'Production' });
  }
  await service.call('POST', '/api/v1/promotions', { model: 'churn', version: 1, toStage: 'Staging' }, { token: reader.token });
  await post('/webhooks', { url: 'http://127.0.0.1:9/hook', eventTypes: ['*'] });
  await post('/deploy-targets', {
    ...{ name: 'a-target', models: 'churn', stage: 'Staging', repository: 'o/r', workflow: 'deploy.yml', ref: 'main' },
    ...{ apiUrl: 'http://127.0.0.1:9', credential: { token: 'github_pat_x' } },
  });
  return { admin, reader, protectedIds: [...admin.ids, ...reader.ids] };
}
