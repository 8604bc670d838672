import type { Role } from './role.js';

/** One role on one pattern. */
export interface RoleBinding {
  readonly role: Role;
  readonly pattern: string;
}

/** What a token allows at most, of what its holder may: at most this role, on these patterns only. Absent or empty: no narrowing. */
export interface Narrowing {
  readonly role?: Role;
  readonly patterns?: readonly string[];
}

interface ActorBase {
  readonly id: string;
  readonly name: string;
  /** Own bindings and those of groups, before narrowing. */
  readonly bindings: readonly RoleBinding[];
  readonly narrowing?: Narrowing;
}

/** A person. */
export interface UserActor extends ActorBase {
  readonly type: 'user';
}

/** Automation that belongs to a user. */
export interface ServiceAccountActor extends ActorBase {
  readonly type: 'service_account';
  readonly ownerUserId: string;
}

/** A CI job that proved who it is; null where no user owns its trust rule. */
export interface CiActor extends ActorBase {
  readonly type: 'ci';
  readonly ownerUserId: string | null;
}

/** A request without a credential, where the configuration gives such requests a role. */
export interface AnonymousActor extends ActorBase {
  readonly type: 'anonymous';
}

/** The service itself: schedules, expiries, the relay. It may everything but approve. */
export interface SystemActor {
  readonly type: 'system';
  readonly id: string;
  readonly name: string;
}

export type Actor = UserActor | ServiceAccountActor | CiActor | AnonymousActor | SystemActor;
export type ActorType = Actor['type'];

/** What is written beside a fact about who did it. */
export interface ActorRef {
  readonly type: ActorType;
  readonly id: string;
  readonly name: string;
}

/** The actor as it is written into events, audit entries and rows. */
export function actorRef(actor: Actor): ActorRef {
  return { type: actor.type, id: actor.id, name: actor.name };
}

/** True for a user: only a person approves, and only a person's promotion lifts a hold. */
export function isPerson(actor: Actor): actor is UserActor {
  return actor.type === 'user';
}

/**
 * The user whom this actor's acts count as where "the requester's approval does not count" is asked: automation counts as its owner
 * (docs/glossary.md, rule 6). Null where there is no such person. It does not say that the actor may approve: only `isPerson` does.
 */
export function approvalIdentity(actor: Actor): string | null {
  switch (actor.type) {
    case 'user':
      return actor.id;
    case 'service_account':
    case 'ci':
      return actor.ownerUserId;
    case 'anonymous':
    case 'system':
      return null;
  }
}
