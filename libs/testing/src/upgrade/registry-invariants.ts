import pg from 'pg';

/** What an instant of the registry has to agree in; each selects what does not. */
const INVARIANTS: Readonly<Record<string, string>> = {
  'applied promotions without their placement': `SELECT id FROM promotion p WHERE state = 'applied' AND NOT EXISTS (SELECT FROM stage_placement s WHERE s.promotion_id = p.id)`,
  'applied promotions without their event': `SELECT id FROM promotion p WHERE state = 'applied' AND NOT EXISTS
    (SELECT FROM event e WHERE e.type = 'promotion.applied' AND e.data ->> 'promotionId' = p.id)`,
  'applied promotions without their audit entry': `SELECT id FROM promotion p WHERE state = 'applied' AND NOT EXISTS
    (SELECT FROM audit_entry a WHERE a.object_id = p.id AND a.outcome = 'done')`,
  'events of promotions that are not there': `SELECT id FROM event e WHERE e.data ->> 'promotionId' IS NOT NULL AND NOT EXISTS
    (SELECT FROM promotion p WHERE p.id = e.data ->> 'promotionId')`,
  'gaps in the events of a model': `SELECT model_id FROM event WHERE model_id IS NOT NULL GROUP BY 1 HAVING count(*) <> max(sequence)`,
  'gaps in the positions': `SELECT 1 FROM event WHERE position IS NOT NULL HAVING count(*) <> max(position)`,
  'audit entries that are neither sealed nor wait': `SELECT id FROM audit_entry a WHERE NOT EXISTS (SELECT FROM audit_seal s WHERE s.entry_id = a.id)
    AND NOT EXISTS (SELECT FROM audit_unsealed u WHERE u.entry_id = a.id)`,
  'stages for one with two': `SELECT model_id FROM stage_placement WHERE to_at IS NULL AND exclusive GROUP BY model_id, stage HAVING count(*) > 1`,
};

/** What does not agree in a database, by sentence; empty where it is of one instant. */
export async function brokenInvariants(databaseUrl: string): Promise<Readonly<Record<string, number>>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const broken: Record<string, number> = {};
    for (const [what, sql] of Object.entries(INVARIANTS)) {
      const { rowCount } = await client.query(sql);
      if (rowCount !== 0) broken[what] = rowCount ?? 0;
    }
    return broken;
  } finally {
    await client.end();
  }
}
