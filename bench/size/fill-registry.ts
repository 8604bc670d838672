import { TEAMS, type DatabaseSize } from './database-size.js';

/** SQL for the id with the number that `expression` gives. */
export function id(prefix: string, expression: string): string {
  return `'${prefix}_' || lpad((${expression})::text, 26, '0')`;
}

/** SQL for the instant at which row `g` of `count` was made, over the last `days` days. */
export function spread(g: string, count: number, days: number): string {
  return `date_trunc('milliseconds', now() - interval '${days} days' + (${g})::float8 / ${count} * interval '${days} days')`;
}

/**
 * SQL for a number below `count` that row `g` draws, the same in every run. Each property of a row draws by a `seed` of its own, so that no two go
 * together: by remainders of one number a team would never have some tag, and what stands in a stage would all lie in one stretch of a list.
 */
export function drawn(g: string, seed: number, count: number): string {
  return `((hashint8extended((${g})::bigint, ${seed}) & 9223372036854775807) % ${count})`;
}

/** SQL for the model of row `g`: a tenth belongs to model 0, a hundredth to model 1, each of the others to any of the rest. */
export function modelOf(g: string, { models }: DatabaseSize): string {
  return `CASE WHEN ${g} % 10 = 0 THEN 0 WHEN ${g} % 100 = 1 THEN 1 ELSE 2 + ${drawn(g, 1, models - 2)} END`;
}

/** Models that the reads name: each of them has all that a model can have. */
const NAMED = 'model IN (0, 57, 58)';

const ACTOR = `'{"id": "usr_00000000000000000000000001", "name": "user-000001", "type": "user", "personId": "usr_00000000000000000000000001"}'::jsonb`;
const CREATOR = `'user', 'usr_00000000000000000000000001', 'user-000001'`;

/**
 * Models, versions with tags, metrics, params and checks, what stands where and how it came there. Of a model with c versions, c - 1 stands in
 * Staging (every other model), c - 2 in Production (four of five), a quarter of the older ones in Archived, having been in Production.
 */
export function fillRegistry(size: DatabaseSize): readonly string[] {
  const { versions: n, models } = size;
  return [
    `CREATE UNLOGGED TABLE size_version AS
       SELECT g, model, row_number() OVER (PARTITION BY model ORDER BY g)::int AS number, count(*) OVER (PARTITION BY model)::int AS last
       FROM (SELECT g, ${modelOf('g', size)} AS model FROM generate_series(1, ${n}) g) s ORDER BY g`,
    `ANALYZE size_version`,
    `CREATE UNLOGGED TABLE size_move AS
       SELECT g, model, number, last, ${id('prm', 'g')} AS id, CASE WHEN number = last - 1 THEN 'Staging' ELSE 'Production' END AS stage,
         number < last - 2 AS archived, ${spread('g', n, 400)} + interval '1 hour' AS at
       FROM size_version WHERE (number = last - 1 AND (${NAMED} OR ${drawn('model', 2, 2)} = 0)) OR (number = last - 2 AND (${NAMED} OR ${drawn('model', 3, 5)} <> 0)) OR (number < last - 2 AND number % 4 = 0)`,
    `ANALYZE size_move`,
    `INSERT INTO registered_model (id, workspace, name, description, owner_type, owner_id, owner_name, last_version, sequence, last_change_at, created_at, updated_at)
       SELECT ${id('mdl', 'i')}, 'default', 'team' || lpad((i % ${TEAMS})::text, 2, '0') || '-model-' || lpad(i::text, 6, '0'), 'Model ' || i,
         'user', ${id('usr', '1 + i % 100')}, 'user-' || lpad((1 + i % 100)::text, 6, '0'), coalesce(c.last, 0), coalesce(c.last, 0),
         now() - interval '1 hour', ${spread('i', models, 400)}, now() - interval '1 hour' - ${drawn('i', 4, models)}::float8 / ${models} * interval '30 days'
       FROM generate_series(0, ${models - 1}) i LEFT JOIN (SELECT model, max(last) AS last FROM size_version GROUP BY model) c ON c.model = i`,
    `INSERT INTO model_tag (workspace, model_id, key, value)
       SELECT 'default', ${id('mdl', 'i')}, t.key, t.value FROM generate_series(0, ${models - 1}) i,
         LATERAL (VALUES ('domain', 'domain-' || ${drawn('i', 5, 20)}), ('tier', CASE WHEN ${drawn('i', 6, 3)} = 0 THEN 'gold' ELSE 'silver' END)) t(key, value)`,
    `INSERT INTO model_version (id, workspace, model_id, version, status, integrity, source, run_id, description, lineage, artifact_bytes,
         creator_type, creator_id, creator_name, created_at, updated_at)
       SELECT ${id('ver', 'g')}, 'default', ${id('mdl', 'model')}, number, CASE WHEN ${drawn('g', 7, 500)} = 7 THEN 'FAILED_REGISTRATION' ELSE 'READY' END, 'unverified',
         's3://models/' || model || '/' || number || '/model', 'run-' || lpad(g::text, 9, '0'), '', '{"gitCommit": "0123456789abcdef0123456789abcdef01234567"}', 0,
         ${CREATOR}, ${spread('g', n, 400)}, least(now(), ${spread('g', n, 400)} + ((g::bigint * 7919) % 1000)::float8 / 1000 * interval '30 days')
       FROM size_version ORDER BY g`,
    // A third of all versions bear one value of "team", 1 in 200 one of "dataset", exactly one a value of "build"; 20 bear "note" with "rare".
    `INSERT INTO version_tag (workspace, version_id, key, value)
       SELECT 'default', ${id('ver', 'g')}, t.key, t.value FROM size_version,
         LATERAL (VALUES ('build', 'build-' || g), ('dataset', 'dataset-' || ${drawn('g', 9, 200)}), ('lang', (ARRAY['python', 'r', 'java'])[1 + ${drawn('g', 10, 3)}]),
           ('note', CASE WHEN g % ${n / 20} = 3 THEN 'rare' ELSE 'plain' END), ('team', (ARRAY['risk', 'ads', 'search'])[1 + ${drawn('g', 11, 3)}])) t(key, value) ORDER BY g`,
    `INSERT INTO version_metric (workspace, version_id, key, value)
       SELECT 'default', ${id('ver', 'g')}, t.key, t.value FROM size_version,
         LATERAL (VALUES ('auc', ((g::bigint * 7919) % ${n})::float8 / ${n}), ('loss', ((g::bigint * 104729) % ${n})::float8 / ${n})) t(key, value) ORDER BY g`,
    `INSERT INTO version_param (workspace, version_id, key, value) SELECT 'default', ${id('ver', 'g')}, 'lr', '0.' || ${drawn('g', 12, 100)} FROM size_version ORDER BY g`,
    `INSERT INTO version_check (workspace, version_id, name, status, summary, reporter, reported_at)
       SELECT 'default', ${id('ver', 'g')}, 'bias-eval', 'success', 'fine', ${ACTOR}, ${spread('g', n, 400)} FROM size_version WHERE g % 20 = 0`,
    `INSERT INTO model_alias (workspace, model_id, alias, version_id, version, updated_at)
       SELECT 'default', ${id('mdl', 'model')}, 'champion', ${id('ver', 'g')}, number, at FROM size_move WHERE stage = 'Production' AND NOT archived`,
    ...fillMoves(n),
    ...fillArtifacts(n),
  ];
}

/** When a promotion that waits was asked for: within the 30 days after which it would have expired. */
const PENDING_SINCE = `now() - interval '1 hour' - ${drawn('g', 17, 1000)}::float8 / 1000 * interval '29 days'`;

function fillMoves(n: number): readonly string[] {
  const placement = `INSERT INTO stage_placement (id, workspace, model_id, version_id, version, stage, exclusive, kind, promotion_id, from_at, to_at, ended_by, verified_at)`;
  return [
    `INSERT INTO promotion (id, workspace, model_id, version_id, version, kind, state, from_stage, to_stage, reason, archive_existing, requester, requester_id,
         door, created_at, closed_at, applied_at)
       SELECT id, 'default', ${id('mdl', 'model')}, ${id('ver', 'g')}, number, 'promotion', 'applied', 'None', stage, 'better', stage = 'Production', ${ACTOR},
         ${id('usr', `1 + ${drawn('g', 13, 100)}`)}, 'rest', at, at, at FROM size_move ORDER BY g`,
    `INSERT INTO promotion (id, workspace, model_id, version_id, version, kind, state, from_stage, to_stage, reason, archive_existing, requester, requester_id,
         door, created_at, expires_at)
       SELECT ${id('prm', `${n} + g`)}, 'default', ${id('mdl', 'model')}, ${id('ver', 'g')}, number, 'promotion', 'pending', 'None', 'Production', '', true, ${ACTOR},
         ${id('usr', `1 + ${drawn('g', 13, 100)}`)}, 'rest', ${PENDING_SINCE}, ${PENDING_SINCE} + interval '30 days' FROM size_version
         WHERE number = last AND (${NAMED} OR ${drawn('model', 14, 20)} = 0)`,
    `${placement} SELECT ${id('ver', 'v.g')}, 'default', ${id('mdl', 'v.model')}, ${id('ver', 'v.g')}, v.number, 'None', false, 'registered', NULL, ${spread('v.g', n, 400)},
         m.at, m.id, ${spread('v.g', n, 400)} FROM size_version v LEFT JOIN size_move m ON m.g = v.g ORDER BY v.g`,
    `${placement} SELECT id, 'default', ${id('mdl', 'model')}, ${id('ver', 'g')}, number, stage, stage = 'Production', 'promotion', id, at,
         CASE WHEN archived THEN at + interval '2 hours' END, NULL, at FROM size_move ORDER BY g`,
    `${placement} SELECT id || '.' || number, 'default', ${id('mdl', 'model')}, ${id('ver', 'g')}, number, 'Archived', false, 'displaced', id, at + interval '2 hours',
         NULL, NULL, at FROM size_move WHERE archived ORDER BY g`,
    `INSERT INTO stage_hold (workspace, model_id, stage, reason, actor, created_at)
       SELECT 'default', ${id('mdl', 'model')}, 'Production', 'incident', ${ACTOR}, at FROM size_move WHERE stage = 'Production' AND NOT archived AND model % 100 = 2`,
    `INSERT INTO promotion_comment (id, workspace, promotion_id, actor, body, created_at)
       SELECT ${id('cmt', 'i')}, 'default', ${id('prm', '40')}, ${ACTOR}, 'comment ' || i, ${spread('i', n / 100, 100)}
       FROM generate_series(1, ${n / 100}) i`,
    `INSERT INTO deploy_target (id, workspace, name, models, stage, repository, workflow, ref, credential_kind, credential, creator, created_at, updated_at)
       SELECT ${id('dpt', 'i')}, 'default', 'target-' || i, 'model:team0' || i || '-*', 'Production', 'acme/deploy', 'deploy.yml', 'main', 'token', 'none', ${ACTOR},
         now() - interval '500 days', now() FROM generate_series(1, 3) i`,
    `INSERT INTO deployment (id, workspace, target_id, target_name, promotion_id, model_id, version_id, version, stage, generation, state, created_at, updated_at, finished_at)
       SELECT ${id('dpl', 'g')}, 'default', ${id('dpt', '1 + model % 3')}, 'target-' || 1 + model % 3, id, ${id('mdl', 'model')}, ${id('ver', 'g')}, number, stage,
         row_number() OVER (PARTITION BY model ORDER BY g), CASE WHEN ${drawn('g', 15, 20)} = 4 THEN 'failed' ELSE 'succeeded' END, at, at, at
       FROM size_move WHERE stage = 'Production' AND (${NAMED} OR ${drawn('model', 16, 2)} = 0)`,
  ];
}

/** One version in a hundred has five files; the bytes are nowhere. */
function fillArtifacts(n: number): readonly string[] {
  return [
    `INSERT INTO blob (id, workspace, size, sha256, chunks, created_at)
       SELECT ${id('blb', 'g * 10 + f')}, 'default', 1000, encode(sha256(convert_to(g || '/' || f, 'UTF8')), 'hex'), sha256('x'), now()
       FROM generate_series(50, ${n}, 100) g, generate_series(1, 5) f`,
    `INSERT INTO version_artifact (workspace, version_id, path, folded_path, path_key, blob_id, created_at)
       SELECT 'default', ${id('ver', 'g')}, 'model/part-' || f, 'model/part-' || f, 'model/part-' || f, ${id('blb', 'g * 10 + f')}, now()
       FROM generate_series(50, ${n}, 100) g, generate_series(1, 5) f`,
  ];
}
