import type { CommandContext } from '#application/shared/command-context';
import type { Transaction } from './unit-of-work.js';

/** A living registered model as the use cases that change it need it. */
export interface StoredModel {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly revision: number;
}

export interface NewModel {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Where an alias is to point. */
export interface AliasTarget {
  readonly modelId: string;
  readonly alias: string;
  readonly versionId: string;
  readonly version: number;
}

/** Registered models with their tags and aliases. Deleted ones do not exist here. */
export abstract class ModelStore {
  /** By name or id; null when there is none. */
  abstract find(workspace: string, reference: string, tx?: Transaction): Promise<StoredModel | null>;
  /** The same, with the model's row locked until the transaction ends, as it is once the lock is held. */
  abstract lock(tx: Transaction, workspace: string, reference: string): Promise<StoredModel | null>;
  /** @returns false when the name is taken; nothing is written then. */
  abstract insert(tx: Transaction, context: CommandContext, model: NewModel): Promise<boolean>;
  /** Sets the creation time of a model that was inserted in this transaction to the time of its first event. */
  abstract stampCreation(tx: Transaction, modelId: string, at: Date): Promise<void>;
  abstract updateDescription(tx: Transaction, modelId: string, description: string, at: Date): Promise<void>;
  /**
   * Also marks every version as changed, because a version is shown with its model's name.
   * @returns false when the name is taken; nothing is written then, but the transaction cannot go on.
   */
  abstract rename(tx: Transaction, workspace: string, modelId: string, name: string): Promise<boolean>;
  /** Marks a renamed model and its versions with the time of the change. */
  abstract stampRename(tx: Transaction, modelId: string, at: Date): Promise<void>;
  /** Ends the model: its name is free from the commit on. Its versions are deleted by the version store. */
  abstract markDeleted(tx: Transaction, modelId: string, at: Date): Promise<void>;
  /** @returns false when the tag has that value already. */
  abstract setTag(tx: Transaction, workspace: string, modelId: string, key: string, value: string): Promise<boolean>;
  /** @returns false when there is no such tag. */
  abstract removeTag(tx: Transaction, modelId: string, key: string): Promise<boolean>;
  /** The name of the stage that moves this alias, or null for a free one; nobody binds or frees an alias until the transaction ends. */
  abstract stageBoundTo(tx: Transaction, workspace: string, alias: string): Promise<string | null>;
  /** @returns the version that the alias pointed to before, or null. */
  abstract setAlias(tx: Transaction, workspace: string, target: AliasTarget): Promise<number | null>;
  /** @returns the version that the alias pointed to, or null when there is no such alias. */
  abstract removeAlias(tx: Transaction, modelId: string, alias: string): Promise<number | null>;
}
