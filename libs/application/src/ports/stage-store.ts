import type { CommandContext } from '#application/shared/command-context';
import type { Stage } from '#domain/stage/stage';
import type { Transaction } from './unit-of-work.js';

/** The stage definitions of a workspace; their revision is their ETag. */
export interface StageDefinitions {
  readonly stages: readonly (Stage & { readonly builtIn: boolean })[];
  readonly revision: number;
}

/** A quarantine that nobody has lifted yet. */
export interface OpenQuarantineRow {
  readonly id: string;
  readonly incident: string;
}

/** What stands in the way of new definitions, as the sentence that names it. */
export interface DefinitionConflict {
  readonly code: 'STAGE_OCCUPIED' | 'STAGE_REQUESTED' | 'SEVERAL_IN_STAGE' | 'ALIAS_TAKEN';
  readonly message: string;
}

/** Stage definitions, holds and quarantines. */
export abstract class StageStore {
  abstract definitions(workspace: string, tx?: Transaction): Promise<StageDefinitions>;
  /** Waits for every promotion in flight and keeps new ones out until the commit, so that no placement contradicts the definitions. */
  abstract lockDefinitions(tx: Transaction, workspace: string): Promise<StageDefinitions>;
  /** Conflicts of the wished stages with what stands where now; the definitions must be locked. */
  abstract conflicts(tx: Transaction, workspace: string, stages: readonly Stage[]): Promise<readonly DefinitionConflict[]>;
  /** Replaces the definitions, carries the occupancy over to open placements, binds and frees aliases, and grows the revision. */
  abstract replace(tx: Transaction, workspace: string, stages: readonly Stage[]): Promise<void>;
  /** Sets a hold; one that stands already is replaced. */
  abstract setHold(tx: Transaction, modelId: string, stage: string, reason: string, context: CommandContext, at: Date): Promise<void>;
  abstract liftHold(tx: Transaction, modelId: string, stage: string, at: Date): Promise<void>;
  abstract isHeld(tx: Transaction, modelId: string, stage: string): Promise<boolean>;
  abstract openQuarantines(tx: Transaction, versionId: string, stage: string): Promise<readonly OpenQuarantineRow[]>;
  abstract liftQuarantines(tx: Transaction, ids: readonly string[], reason: string, context: CommandContext, at: Date): Promise<void>;
}
