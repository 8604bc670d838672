import type { DeploymentState } from '#domain/deployment/deployment-machine';
import type { Transaction } from './unit-of-work.js';

/** A deployment as it is stored. All times are the database's. */
export interface StoredDeployment {
  readonly id: string;
  readonly promotionId: string;
  readonly modelId: string;
  /** The model's present name. */
  readonly model: string;
  readonly versionId: string;
  readonly version: number;
  readonly stage: string;
  readonly targetId: string;
  readonly targetName: string;
  readonly generation: number;
  readonly state: DeploymentState;
  readonly attempt: number;
  readonly runId: string | null;
  /** The run's page at GitHub. */
  readonly runUrl: string | null;
  readonly runStatus: string | null;
  readonly conclusion: string | null;
  readonly error: string | null;
  /** Grows with every claim; what was read under an older number is no longer written. */
  readonly fence: number;
  readonly dueAt: Date | null;
  readonly notBefore: Date | null;
  /** Requests that left for this attempt. */
  readonly tries: number;
  readonly sentAt: Date | null;
  readonly cancelWantedAt: Date | null;
  readonly cancelAskedAt: Date | null;
  readonly cancelAcceptedAt: Date | null;
  /** The trace that it belongs to (W3C `traceparent`), or null. */
  readonly trace?: string | null;
}

/** A deployment with all that the next step rests on. */
export interface DeploymentReading extends StoredDeployment {
  /** The database's clock when this was read. */
  readonly now: Date;
  /** Where the version's artifacts are. */
  readonly source: string;
  readonly manifestDigest: string | null;
  readonly newestGeneration: number;
  readonly versionStandsThere: boolean;
  /** A stage that is no longer defined counts as protected. */
  readonly stageProtected: boolean;
  /** Unfinished ones of the same model, stage and target with a lower generation. */
  readonly older: readonly StoredDeployment[];
}

/** The run as it was last seen; an absent member stays as it is. */
export interface RunFacts {
  readonly runId?: string;
  readonly runUrl?: string | null;
  readonly runStatus?: string | null;
  readonly conclusion?: string | null;
}

/** What is written with a change of state. `error` is for people; null where the state says everything. */
export interface DeploymentMove extends RunFacts {
  readonly to: DeploymentState;
  readonly error: string | null;
}

/** What is noted of a deployment whose state stays. */
export interface DeploymentNote extends RunFacts {
  readonly error?: string | null;
  readonly notBefore?: Date | null;
}

/** The answer to a request to cancel a run. */
export interface CancelNote {
  readonly accepted: boolean;
  readonly error: string | null;
  /** Milliseconds from now that a rate limit asks for. */
  readonly retryAfterMs: number | null;
}

/** Deployments. Whoever works on one holds its lease; every write of a worker is conditional on the fencing number of its claim. */
export abstract class DeploymentStore {
  /** Takes the deployment if it is due and nobody holds it; null otherwise. The lease ends `leaseMs` from now by the database's clock. */
  abstract claim(workspace: string, id: string, leaseMs: number): Promise<DeploymentReading | null>;
  /** Reads it again and prolongs the lease; null where the claim was lost. */
  abstract renew(claimed: StoredDeployment, leaseMs: number): Promise<DeploymentReading | null>;
  /**
   * Writes it as `reconciling` with the time of sending, committed on return: from here on a request may have left.
   * @returns false where it may not be sent: the claim was lost, a newer generation exists, the version no longer stands there, or
   *   another one of its line is under way. Nothing is written then.
   */
  abstract beginDispatch(claimed: StoredDeployment, leaseMs: number): Promise<boolean>;
  /** Back to `queued` until `notBefore`: GitHub provably did not accept. */
  abstract requeue(claimed: StoredDeployment, notBefore: Date, error: string | null): Promise<boolean>;
  /** Notes what was seen; the state stays. */
  abstract note(claimed: StoredDeployment, note: DeploymentNote): Promise<boolean>;
  /** Ends the lease; the deployment is due at `at`, or earlier where somebody made it so meanwhile. */
  abstract release(claimed: StoredDeployment, at: Date): Promise<void>;
  /** Notes that GitHub was asked to cancel the run of this attempt. Needs no claim: a newer deployment cancels an older one. */
  abstract noteCancel(deployment: StoredDeployment, note: CancelNote): Promise<void>;
  /**
   * Moves it, conditionally on the state and the fencing number that were read; with an end, its line's queued ones become due.
   * @returns false when somebody else was faster.
   */
  abstract move(tx: Transaction, deployment: StoredDeployment, move: DeploymentMove, at: Date): Promise<boolean>;
  /** Marks the promotion's placement as verified if all its deployments have succeeded. */
  abstract verifyPlacement(tx: Transaction, deployment: StoredDeployment, at: Date): Promise<void>;
  /** Locks the model and the deployment until the transaction ends; null where there is none. */
  abstract lock(tx: Transaction, workspace: string, id: string): Promise<DeploymentReading | null>;
  /** Back to `queued` with the next attempt; everything of the attempt before is forgotten. */
  abstract retry(tx: Transaction, deployment: StoredDeployment, at: Date): Promise<boolean>;
  /** Notes a person's wish to cancel and makes the deployment due. */
  abstract wantCancel(tx: Transaction, deployment: StoredDeployment, at: Date): Promise<boolean>;
  abstract find(workspace: string, id: string): Promise<StoredDeployment | null>;
  /** What is due and held by nobody, longest due first. */
  abstract findDue(workspace: string, limit: number): Promise<readonly { readonly id: string; readonly fence: number }[]>;
}
