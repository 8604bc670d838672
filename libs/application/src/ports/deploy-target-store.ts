import type { InputsMapping } from '#domain/deployment/dispatch-inputs';
import type { ActorRef } from '#domain/access/actor';
import type { Transaction } from './unit-of-work.js';

/** What a deploy target says, without its credential. */
export interface DeployTargetFields {
  readonly name: string;
  /** Pattern over model names (`model:fraud-*`, or `*`). */
  readonly models: string;
  /** The stage in its own spelling. */
  readonly stage: string;
  /** `owner/name`. */
  readonly repository: string;
  /** File name or id of the workflow. */
  readonly workflow: string;
  readonly ref: string;
  readonly inputs: InputsMapping;
  /** Null for api.github.com. */
  readonly apiUrl: string | null;
}

/** A credential as it is stored: the secret sealed, beside what is none. */
export interface SealedCredential {
  readonly kind: 'app' | 'token';
  readonly appId: string | null;
  readonly installationId: string | null;
  readonly sealed: string;
}

/** A deploy target as it is stored. */
export interface StoredDeployTarget extends DeployTargetFields {
  readonly id: string;
  readonly credential: SealedCredential;
  readonly revision: number;
  readonly deleted: boolean;
}

export interface NewDeployTarget extends DeployTargetFields {
  readonly id: string;
  readonly credential: SealedCredential;
  readonly creator: ActorRef;
}

export type DeployTargetChange = Partial<DeployTargetFields> & { readonly credential?: SealedCredential };

/** Deploy targets. Every change of one counts the workspace's targets revision up, which promotions compare. */
export abstract class DeployTargetStore {
  /** Counts the targets revision up. Changes of targets wait for one another here until the transaction ends. */
  abstract lock(tx: Transaction, workspace: string): Promise<void>;
  /** The stage's own spelling, or null when there is no such stage. */
  abstract stageNamed(tx: Transaction, workspace: string, stage: string): Promise<string | null>;
  /** True where another living target has the name. */
  abstract nameTaken(tx: Transaction, workspace: string, name: string, exceptId: string | null): Promise<boolean>;
  abstract insert(tx: Transaction, workspace: string, target: NewDeployTarget, at: Date): Promise<void>;
  /** Also a deleted one, whose credential is gone. */
  abstract find(workspace: string, id: string, tx?: Transaction): Promise<StoredDeployTarget | null>;
  abstract update(tx: Transaction, id: string, change: DeployTargetChange, at: Date): Promise<void>;
  /** Marks the target as deleted, forgets its credential, and makes its unfinished deployments due. */
  abstract delete(tx: Transaction, id: string, at: Date): Promise<void>;
}
