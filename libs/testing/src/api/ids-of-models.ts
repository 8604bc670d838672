import type { Database } from '#persistence/core/database';

/** The id of everything in the database that belongs to the models whose names start with `prefix`, and of what is set up for them alone. */
export async function idsOfModels({ client }: Database, prefix: string): Promise<readonly string[]> {
  const rows = await client.$queryRaw<{ id: string }[]>`
    WITH m AS (SELECT id FROM registered_model WHERE starts_with(name, ${prefix})),
      p AS (SELECT id FROM promotion WHERE model_id IN (SELECT id FROM m))
    SELECT id FROM m
    UNION SELECT id FROM p
    UNION SELECT id FROM model_version WHERE model_id IN (SELECT id FROM m)
    UNION SELECT id FROM stage_placement WHERE model_id IN (SELECT id FROM m)
    UNION SELECT id FROM quarantine WHERE model_id IN (SELECT id FROM m)
    UNION SELECT id FROM promotion_comment WHERE promotion_id IN (SELECT id FROM p)
    UNION SELECT id FROM approval WHERE promotion_id IN (SELECT id FROM p)
    UNION SELECT id FROM event WHERE model_id IN (SELECT id FROM m)
    UNION SELECT id FROM audit_entry WHERE model_id IN (SELECT id FROM m)
    UNION SELECT id FROM deployment WHERE model_id IN (SELECT id FROM m)
    UNION SELECT id FROM delivery WHERE model_id IN (SELECT id FROM m)
    UNION SELECT id FROM deploy_target WHERE starts_with(models, 'model:' || ${prefix})
    UNION SELECT id FROM webhook_endpoint WHERE starts_with(models, 'model:' || ${prefix})
    UNION SELECT id FROM role_binding WHERE starts_with(pattern, 'model:' || ${prefix})`;
  return rows.map(({ id }) => id);
}
