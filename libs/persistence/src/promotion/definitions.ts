import type { Stage } from '#domain/stage/stage';
import { Prisma } from '../generated/client.js';
import type { Run } from './run.js';

/** A deploy target as far as a move asks: which models and stage it is for. */
export interface TargetDefinition {
  readonly id: string;
  readonly name: string;
  /** A pattern of model names. */
  readonly models: string;
  readonly stage: string;
}

/** What a workspace defines for all of its models, as of its two revisions. */
export interface Definitions {
  readonly stagesRevision: number;
  readonly targetsRevision: number;
  readonly stages: readonly Stage[];
  readonly targets: readonly TargetDefinition[];
}

/** The revisions that say whether remembered definitions still stand. */
export type DefinitionRevisions = Pick<Definitions, 'stagesRevision' | 'targetsRevision'>;

/**
 * The definitions of stages and deploy targets, remembered. Every move reads the revisions that they belong to with its other facts and its
 * application compares them again, so a process that has not heard of a change never acts on what it remembers.
 */
export class RememberedDefinitions {
  private readonly known = new Map<string, Definitions>();

  /** What is remembered, or read now where nothing is. Null: there is no such workspace. */
  async find(run: Run, workspace: string): Promise<Definitions | null> {
    return this.known.get(workspace) ?? this.read(run, workspace);
  }

  /** Reads them anew and remembers them, unless somebody else has read newer ones meanwhile. */
  async read(run: Run, workspace: string): Promise<Definitions | null> {
    const [row] = await run<Definitions>(
      'definitions',
      Prisma.sql`
      SELECT w.stages_revision AS "stagesRevision", w.targets_revision AS "targetsRevision",
        (SELECT coalesce(jsonb_agg(jsonb_build_object('name', d.name, 'key', d.key, 'ordinal', d.ordinal, 'occupancy', d.occupancy, 'protected', d.protected,
            'boundAlias', d.bound_alias) ORDER BY d.ordinal), '[]') FROM stage_definition d WHERE d.workspace = w.name) AS stages,
        (SELECT coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name, 'models', g.models, 'stage', g.stage) ORDER BY g.id), '[]')
          FROM deploy_target g WHERE g.workspace = w.name AND g.deleted_at IS NULL) AS targets
      FROM workspace w WHERE w.name = ${workspace}`,
    );
    if (row === undefined) return null;
    const known = this.known.get(workspace);
    if (known === undefined || !isNewer(known, row)) this.known.set(workspace, row);
    return row;
  }
}

function isNewer(one: DefinitionRevisions, other: DefinitionRevisions): boolean {
  return one.stagesRevision > other.stagesRevision || one.targetsRevision > other.targetsRevision;
}
