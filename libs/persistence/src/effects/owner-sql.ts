import { Prisma } from '../generated/client.js';

/**
 * The owner of the endpoint `e` with what it may now, as JSON: its own roles and, of a user, those of its groups. An owner that is disabled
 * or gone has none, nor has a service account whose own owner is: its tokens do not count either.
 */
export const OWNER = Prisma.sql`jsonb_build_object('type', e.owner_type, 'id', e.owner_id, 'name', e.owner_name, 'bindings', coalesce((
  SELECT jsonb_agg(jsonb_build_object('role', b.role, 'pattern', b.pattern)) FROM role_binding b
  WHERE b.workspace = e.workspace
    AND ((b.subject_type = e.owner_type AND b.subject_id = e.owner_id)
      OR (e.owner_type = 'user' AND b.subject_type = 'group' AND b.subject_id IN (SELECT g.group_id FROM group_member g WHERE g.user_id = e.owner_id)))
    AND (EXISTS (SELECT 1 FROM user_account u WHERE e.owner_type = 'user' AND u.id = e.owner_id AND u.disabled_at IS NULL)
      OR EXISTS (SELECT 1 FROM service_account s JOIN user_account o ON o.id = s.owner_id AND o.disabled_at IS NULL
        WHERE e.owner_type = 'service_account' AND s.id = e.owner_id AND s.disabled_at IS NULL))
  ), '[]'))`;
