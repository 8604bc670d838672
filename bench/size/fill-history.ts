import type { DatabaseSize } from './database-size.js';
import { drawn, id, modelOf, spread } from './fill-registry.js';

const ACTOR = `'{"id": "usr_00000000000000000000000001", "name": "user-000001", "type": "user"}'::jsonb`;
const TYPE = `(ARRAY['version.registered', 'stage.changed', 'promotion.applied', 'version.tag_set'])[1 + ${drawn('g', 20, 4)}]`;

/** Endpoints that have deliveries, in every size: a registry grows in models, not in receivers. */
export const ENDPOINTS = 20;

/** Events of the last 29 days, one delivery and attempt for each, an audit log of 400 days, idempotency keys of one day. */
export function fillHistory(size: DatabaseSize): readonly string[] {
  const n = size.versions;
  const model = modelOf('g', size);
  const name = `(SELECT m.name FROM registered_model m WHERE m.id = ${id('mdl', 'model')})`;
  return [
    `INSERT INTO event (id, workspace, type, api_version, model_id, model, sequence, position, stage, actor, door, data, created_at)
       SELECT ${id('evt', 'g')}, 'default', type, '2026-11-01', ${id('mdl', 'model')}, ${name}, row_number() OVER (PARTITION BY model ORDER BY g), g,
         CASE WHEN type IN ('stage.changed', 'promotion.applied') THEN 'Production' END, ${ACTOR}, 'rest',
         jsonb_build_object('version', g % 20, 'stage', 'Production', 'fromStage', 'None', 'toStage', 'Production', 'reason', repeat('because ', 12)), ${spread('g', n, 29)}
       FROM (SELECT g, ${model} AS model, ${TYPE} AS type FROM generate_series(1, ${n}) g) s ORDER BY g`,
    `UPDATE workspace SET position = ${n} WHERE name = 'default'`,
    `SELECT setval('event_ordinal_seq', ${n + 1})`,
    `INSERT INTO webhook_endpoint (id, workspace, url, event_types, models, stages, api_version, state, secret, owner_type, owner_id, owner_name, created_at, updated_at)
       SELECT ${id('whk', 'i')}, 'default', 'https://receiver-' || i || '.example/hook', ARRAY['*'], CASE WHEN i % 2 = 0 THEN 'model:team07-*' END, ARRAY[]::text[],
         '2026-11-01', 'paused', 'none', 'user', ${id('usr', '1')}, 'user-000001', now() - interval '500 days' + i * interval '1 second', now()
       FROM generate_series(1, ${ENDPOINTS + Math.ceil(n / 10_000)}) i`,
    // The twenty first get one event each in turn; of a hundred deliveries two are dead and one waits for its next attempt in 20 days.
    `INSERT INTO delivery (id, workspace, endpoint_id, event_id, event_type, model_id, position, state, attempts, next_attempt_at, last_status, created_at, finished_at)
       SELECT ${id('dlv', 'g')}, 'default', ${id('whk', `1 + g % ${ENDPOINTS}`)}, ${id('evt', 'g')}, ${TYPE}, ${id('mdl', model)}, g,
         CASE WHEN g % 100 < 97 THEN 'delivered' WHEN g % 100 < 99 THEN 'dead' ELSE 'failing' END, 1,
         CASE WHEN g % 100 = 99 THEN now() + interval '20 days' END, CASE WHEN g % 100 < 97 THEN 200 ELSE 500 END, ${spread('g', n, 29)},
         CASE WHEN g % 100 <> 99 THEN ${spread('g', n, 29)} END
       FROM generate_series(1, ${n}) g`,
    `INSERT INTO delivery_attempt (delivery_id, number, workspace, started_at, duration_ms, outcome, status, request_headers)
       SELECT ${id('dlv', 'g')}, 1, 'default', ${spread('g', n, 29)}, 12, CASE WHEN g % 100 < 97 THEN 'delivered' ELSE 'failed' END,
         CASE WHEN g % 100 < 97 THEN 200 ELSE 500 END, '{"webhook-id": "evt", "content-type": "application/json"}' FROM generate_series(1, ${n}) g`,
    `INSERT INTO audit_entry (id, workspace, at, actor, actor_id, door, request_id, action, outcome, object_type, object_id, model_id, model, data)
       SELECT ${id('aud', 'g')}, 'default', ${spread('g', n, 400)}, ${ACTOR}, ${id('usr', `1 + ${drawn('g', 21, 100)}`)}, 'rest', 'req-' || g,
         (ARRAY['version.register', 'promotion.apply', 'version.set_tag', 'token.mint'])[1 + g % 4], CASE WHEN g % 50 = 0 THEN 'refused' ELSE 'done' END,
         (ARRAY['version', 'promotion', 'version', 'token'])[1 + g % 4], ${id('ver', 'g')}, CASE WHEN g % 4 < 3 THEN ${id('mdl', 'model')} END,
         CASE WHEN g % 4 < 3 THEN ${name} END, '{"version": 7, "stage": "Production", "reason": "because it is better than the one before"}'
       FROM (SELECT g, ${model} AS model FROM generate_series(1, ${n}) g) s ORDER BY g`,
    `SELECT setval('audit_entry_ordinal_seq', ${n + 1})`,
    `INSERT INTO audit_seal (workspace, position, entry_id, prev_hash, hash, sealed_at)
       SELECT 'default', g, ${id('aud', 'g')}, encode(sha256(convert_to((g - 1)::text, 'UTF8')), 'hex'), encode(sha256(convert_to(g::text, 'UTF8')), 'hex'), ${spread('g', n, 400)}
       FROM generate_series(1, ${n}) g`,
    `INSERT INTO idempotency_key (workspace, actor_id, route, key, body_hash, status, resource_type, resource_id, created_at)
       SELECT 'default', ${id('usr', '1 + g % 100')}, 'POST /promotions', 'key-' || g, repeat('0', 64), 201, 'promotion', ${id('prm', 'g')}, now() - (g % 20) * interval '1 hour'
       FROM generate_series(1, ${n / 10}) g`,
  ];
}

/** One user for a hundred versions, a token and a role for fifty, groups and service accounts for a thousand. */
export function fillIdentities({ versions: n }: DatabaseSize): readonly string[] {
  const users = n / 100;
  return [
    `INSERT INTO user_account (id, workspace, name, display_name, email, created_at)
       SELECT ${id('usr', 'i')}, 'default', 'user-' || lpad(i::text, 6, '0'), 'User ' || i, 'user' || i || '@example.org', ${spread('i', users, 400)} FROM generate_series(1, ${users}) i`,
    `INSERT INTO user_group (id, workspace, name, created_at) SELECT ${id('grp', 'i')}, 'default', 'group-' || lpad(i::text, 6, '0'), now() FROM generate_series(1, ${n / 1000}) i`,
    // The first group holds one user in ten, the others ten users each.
    `INSERT INTO group_member (workspace, group_id, user_id)
       SELECT 'default', ${id('grp', '1')}, ${id('usr', 'i')} FROM generate_series(10, ${users}, 10) i
       UNION SELECT 'default', ${id('grp', 'i')}, ${id('usr', `1 + (i * 10 + u) % ${users}`)} FROM generate_series(2, ${n / 1000}) i, generate_series(1, 10) u`,
    `INSERT INTO service_account (id, workspace, name, owner_id, created_at)
       SELECT ${id('sva', 'i')}, 'default', 'service-' || lpad(i::text, 6, '0'), ${id('usr', `1 + i % ${users}`)}, now() FROM generate_series(1, ${n / 1000}) i`,
    `INSERT INTO api_token (id, workspace, name, prefix, hash, holder_type, holder_id, creator_id, created_at)
       SELECT ${id('tok', 'i')}, 'default', 'token', 'slw_0000', 'hash-' || i, 'user', ${id('usr', `1 + i % ${users}`)}, ${id('usr', '1')}, ${spread('i', n / 50, 400)} FROM generate_series(1, ${n / 50}) i`,
    `INSERT INTO role_binding (id, workspace, subject_type, subject_id, role, pattern, creator_id, created_at)
       SELECT ${id('rol', 'i')}, 'default', 'user', ${id('usr', `1 + i % ${users}`)}, 'editor', 'model:team' || lpad((i % 50)::text, 2, '0') || '-model-' || i, ${id('usr', '1')},
         ${spread('i', n / 50, 400)} FROM generate_series(1, ${n / 50}) i`,
  ];
}
