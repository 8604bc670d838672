import { expect, it } from 'vitest';
import { rollbackTarget, rollbackVerdict, type RollbackCandidate } from './decide-rollback.js';

const candidate = (version: number, more: Partial<RollbackCandidate> = {}): RollbackCandidate => ({
  versionId: `ver_${version}`,
  version,
  verified: true,
  status: 'READY',
  integrity: 'verified',
  deleted: false,
  quarantined: false,
  protectedIn: null,
  ...more,
});
const stage = { name: 'Production', key: 'production', ordinal: 1, occupancy: 'one', protected: true, boundAlias: null } as const;
const person = { actorId: 'u', person: true, mayApply: true, mayApplyProtected: true };
const now = { versionId: 'ver_9', version: 9, promotionId: 'prm_9', movedBy: 'ann' };

it.each<[string, RollbackCandidate[], number | undefined, number | 'impossible']>([
  ['the latest that qualifies', [candidate(3), candidate(2)], undefined, 3],
  ['not the one that is taken away', [candidate(9), candidate(2)], undefined, 2],
  ['not one that was never verified', [candidate(3, { verified: false }), candidate(2)], undefined, 2],
  ['one that was verified at another time', [candidate(3, { verified: false }), candidate(3)], undefined, 3],
  ['not a deleted one', [candidate(3, { deleted: true }), candidate(2)], undefined, 2],
  ['not a damaged one', [candidate(3, { integrity: 'damaged' }), candidate(2)], undefined, 2],
  ['not a quarantined one', [candidate(3, { quarantined: true }), candidate(2)], undefined, 2],
  ['not one that is no longer READY', [candidate(3, { status: 'FAILED_REGISTRATION' }), candidate(2)], undefined, 2],
  ['not one that serves in another protected stage', [candidate(3, { protectedIn: 'Canary' }), candidate(2)], undefined, 2],
  ['the one that is named', [candidate(3), candidate(2)], 2, 2],
  ['a named one that never stood there', [candidate(3)], 2, 'impossible'],
  ['a named one that is quarantined', [candidate(3, { quarantined: true })], 3, 'impossible'],
  ['the one that is taken away, by name', [candidate(9)], 9, 'impossible'],
  ['nobody', [], undefined, 'impossible'],
])('goes back to %s', (_, candidates, to, expected) => {
  const target = rollbackTarget(candidates, { from: 9, reason: 'bad', ...(to === undefined ? {} : { to }) }, 'Production');
  expect('found' in target ? target.found.version : 'impossible').toBe(expected);
});

it('says of every version that was tried why it does not qualify', () => {
  const target = rollbackTarget(
    [candidate(3, { deleted: true }), candidate(2, { quarantined: true })],
    { from: 9, reason: '' },
    'Production',
  );
  expect(target).toMatchObject({
    impossible: [
      { message: 'There is nothing in Production to roll back to: version 3 was deleted; version 2 is quarantined for this stage.' },
    ],
  });
});

it.each([
  ['a stage of many', { ...stage, occupancy: 'many' as const }, null, now, person, 'REFUSED'],
  ['another incumbent', stage, null, { ...now, version: 8 }, person, 'INCUMBENT_CHANGED'],
  ['nobody there', stage, null, null, person, 'INCUMBENT_CHANGED'],
  ['automation while a hold stands', stage, { reason: 'x', by: 'ann' }, now, { ...person, person: false }, 'STAGE_HELD'],
])('refuses for %s', (_, where, hold, standing, who, code) => {
  expect(rollbackVerdict(where, hold, standing, who, { from: 9, reason: '' })).toMatchObject({ kind: 'refuse', code });
});

it('lets a person roll a held stage back', () => {
  expect(rollbackVerdict(stage, { reason: 'x', by: 'ann' }, now, person, { from: 9, reason: '' })).toEqual({ kind: 'pass' });
});
