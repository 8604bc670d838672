import { expect, it } from 'vitest';
import type { Stage } from '../stage/stage.js';
import { decideDeletion, type DeletedVersion, type DeletionStanding, type DeletionWish } from './decide-deletion.js';

const stage = (name: string, isProtected = false): Stage => ({
  name,
  key: name.toLowerCase(),
  ordinal: 1,
  occupancy: 'many',
  protected: isProtected,
  boundAlias: null,
});
const standing = (name: string, more: Partial<DeletedVersion> = {}): DeletedVersion => ({
  versionId: 'ver_1',
  version: 1,
  stage: stage(name, name === 'Production'),
  remaining: 0,
  held: null,
  ...more,
});
const PERSON: DeletionStanding = { person: true, mayApply: true, mayApplyProtected: true };
const WISH: DeletionWish = { force: false, allowEmpty: false, reason: '' };
const HOLD = { reason: 'bad', by: 'ada' };

function verdict(version: DeletedVersion, wish: Partial<DeletionWish> = {}, who: Partial<DeletionStanding> = {}): string {
  const found = decideDeletion({ versions: [version] }, { ...PERSON, ...who }, { ...WISH, ...wish });
  if (found.kind === 'deny') return `deny ${found.permission}`;
  return found.kind === 'pass' ? 'pass' : `${found.code} ${found.reasons.map((reason) => reason.code).join(' ')}`;
}

it.each<[string, string, string]>([
  ['None needs no word', verdict(standing('None')), 'pass'],
  ['Archived needs no word, also where it is the last one', verdict(standing('Archived')), 'pass'],
  ['None needs no right of a stage', verdict(standing('None'), {}, { mayApply: false, mayApplyProtected: false }), 'pass'],
  ['a hold means stages that serve', verdict(standing('Archived', { held: HOLD }), {}, { person: false }), 'pass'],
  ['Staging asks for force', verdict(standing('Staging')), 'REFUSED FORCE_REQUIRED'],
  ['Staging by force', verdict(standing('Staging'), { force: true }), 'pass'],
  ['Staging without its right', verdict(standing('Staging'), { force: true }, { mayApply: false }), 'deny promotion.apply.unprotected'],
  [
    'Production without its right',
    verdict(standing('Production'), { force: true }, { mayApplyProtected: false }),
    'deny promotion.apply.protected',
  ],
  ['the last of Production', verdict(standing('Production'), { force: true }), 'REFUSED EMPTIES_STAGE'],
  ['the last of Production, no reason', verdict(standing('Production'), { force: true, allowEmpty: true }), 'REFUSED EMPTIES_STAGE'],
  ['the last of Production, a reason alone', verdict(standing('Production'), { force: true, reason: 'r' }), 'REFUSED EMPTIES_STAGE'],
  ['the last of Production, decided', verdict(standing('Production'), { force: true, allowEmpty: true, reason: 'r' }), 'pass'],
  ['one of two in a protected stage', verdict(standing('Production', { remaining: 1 }), { force: true }), 'pass'],
  ['automation in a held stage', verdict(standing('Staging', { held: HOLD }), { force: true }, { person: false }), 'STAGE_HELD STAGE_HELD'],
  ['a person in a held stage', verdict(standing('Staging', { held: HOLD }), { force: true }), 'pass'],
  ['everything at once', verdict(standing('Production')), 'REFUSED FORCE_REQUIRED EMPTIES_STAGE'],
])('%s', (_, found, expected) => {
  expect(found).toBe(expected);
});
