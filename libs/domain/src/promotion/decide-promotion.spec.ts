import { describe, expect, it } from 'vitest';
import type { Stage } from '../stage/stage.js';
import { decidePromotion } from './decide-promotion.js';
import type { PromotionFacts, PromotionWish, Standing } from './promotion-facts.js';

const stage = (name: string, more: Partial<Stage> = {}): Stage => ({
  name,
  key: name.toLowerCase(),
  ordinal: 1,
  occupancy: 'many',
  protected: false,
  boundAlias: null,
  ...more,
});
const PRODUCTION = stage('Production', { occupancy: 'one', protected: true });
const STAGING = stage('Staging');
const NONE = stage('None');
const ARCHIVED = stage('Archived');

const version = {
  versionId: 'ver_1',
  version: 1,
  status: 'READY',
  integrity: 'verified',
  deleted: false,
  manifestDigest: 'd',
  stage: NONE,
  promotionId: null,
};
const facts = (more: Partial<PromotionFacts> = {}): PromotionFacts => ({
  model: { id: 'mdl_1', name: 'm', stageRevision: 1 },
  stagesRevision: 1,
  targetsRevision: 1,
  version,
  target: PRODUCTION,
  occupants: [],
  othersInSource: 0,
  targetHeld: null,
  sourceHeld: null,
  quarantines: [],
  openRequests: [],
  deployTargets: [],
  ...more,
});
const lead: Standing = { actorId: 'u', person: true, mayApply: true, mayApplyProtected: true };
const stager: Standing = { ...lead, mayApplyProtected: false };
const reader: Standing = { ...stager, mayApply: false };
const bot: Standing = { ...lead, person: false };
const hold = { reason: 'rolled back', by: 'ann' };
const quarantines = [{ id: 'q', incident: 'prm_i', reason: 'bad' }];
const request = { id: 'r', version: 1, versionId: 'ver_1', state: 'pending' as const, requesterId: 'x' };

/** The verdict in short: its kind, or the error code, and the codes of its reasons. */
function verdictOf(given: PromotionFacts, who: Standing, wish: Partial<PromotionWish> = {}): string {
  const decision = decidePromotion(given, who, { reason: '', ...wish });
  if (decision.kind === 'already-there') return decision.kind;
  const { verdict } = decision;
  if (verdict.kind === 'pass') return 'pass';
  const reasons = verdict.reasons.map((reason) => reason.code).join(' ');
  return verdict.kind === 'wait' ? `wait: ${reasons}` : `${verdict.code}: ${reasons}`;
}

const inProduction = { ...version, stage: PRODUCTION };
const two = [{ versionId: 'ver_2', version: 2 }];

describe('the verdict', () => {
  it.each<[string, PromotionFacts, Standing, Partial<PromotionWish>, string]>([
    ['with the right', facts(), lead, {}, 'pass'],
    ['for automation with the right', facts(), bot, {}, 'pass'],
    ['into a protected stage without its right', facts(), stager, {}, 'wait: APPROVAL_REQUIRED'],
    ['between unprotected stages', facts({ target: STAGING }), stager, {}, 'pass'],
    ['between unprotected stages for a reader', facts({ target: STAGING }), reader, {}, 'wait: APPROVAL_REQUIRED'],
    [
      'out of a protected stage without its right',
      facts({ version: inProduction, target: STAGING, othersInSource: 1 }),
      stager,
      {},
      'wait: APPROVAL_REQUIRED',
    ],
    ['to where it stands', facts({ version: inProduction }), lead, {}, 'already-there'],
    [
      'of a pending version',
      facts({ version: { ...version, status: 'PENDING_REGISTRATION' } }),
      lead,
      {},
      'VERSION_NOT_READY: VERSION_NOT_READY',
    ],
    [
      'of a failed version',
      facts({ version: { ...version, status: 'FAILED_REGISTRATION' } }),
      lead,
      {},
      'VERSION_NOT_READY: VERSION_NOT_READY',
    ],
    ['of a damaged version', facts({ version: { ...version, integrity: 'damaged' } }), lead, {}, 'VERSION_DAMAGED: VERSION_DAMAGED'],
    ['of a damaged version into Archived', facts({ version: { ...version, integrity: 'damaged' }, target: ARCHIVED }), lead, {}, 'pass'],
    ['of a version whose bytes lie elsewhere', facts({ version: { ...version, integrity: 'unverified' } }), lead, {}, 'pass'],
    ['without archiving into a stage of one', facts(), lead, { archiveExisting: false }, 'REFUSED: ARCHIVING_REQUIRED'],
    ['with archiving into Archived', facts({ target: ARCHIVED }), lead, { archiveExisting: true }, 'REFUSED: ARCHIVING_IMPOSSIBLE'],
    ['naming the incumbent', facts({ occupants: two }), lead, { expectedIncumbent: 2 }, 'pass'],
    ['naming nobody where nobody stands', facts(), lead, { expectedIncumbent: null }, 'pass'],
    [
      'naming nobody where somebody stands',
      facts({ occupants: two }),
      lead,
      { expectedIncumbent: null },
      'INCUMBENT_CHANGED: INCUMBENT_CHANGED',
    ],
    ['naming another incumbent', facts({ occupants: two }), lead, { expectedIncumbent: 3 }, 'INCUMBENT_CHANGED: INCUMBENT_CHANGED'],
    ['naming an incumbent of a stage of many', facts({ target: STAGING }), lead, { expectedIncumbent: 3 }, 'REFUSED: NO_INCUMBENT'],
    ['emptying a protected stage', facts({ version: inProduction, target: ARCHIVED }), lead, {}, 'REFUSED: EMPTIES_STAGE'],
    [
      'emptying it with allowEmpty alone',
      facts({ version: inProduction, target: ARCHIVED }),
      lead,
      { allowEmpty: true },
      'REFUSED: EMPTIES_STAGE',
    ],
    [
      'emptying it with allowEmpty and a reason',
      facts({ version: inProduction, target: ARCHIVED }),
      lead,
      { allowEmpty: true, reason: 'retired' },
      'pass',
    ],
    ['by automation into a held stage', facts({ targetHeld: hold }), bot, {}, 'STAGE_HELD: STAGE_HELD'],
    ['by automation out of a held stage', facts({ sourceHeld: hold, target: STAGING }), bot, {}, 'STAGE_HELD: STAGE_HELD'],
    ['by a person into a held stage', facts({ targetHeld: hold }), lead, {}, 'pass'],
    ['of a quarantined version', facts({ quarantines }), lead, {}, 'VERSION_QUARANTINED: VERSION_QUARANTINED'],
    ['naming another incident', facts({ quarantines }), lead, { incident: 'prm_x' }, 'VERSION_QUARANTINED: VERSION_QUARANTINED'],
    ['naming its incident', facts({ quarantines }), lead, { incident: 'prm_i' }, 'wait: APPROVAL_REQUIRED'],
    [
      'with several reasons against it',
      facts({ quarantines, targetHeld: hold, version: { ...version, integrity: 'damaged' } }),
      bot,
      {},
      'REFUSED: VERSION_DAMAGED STAGE_HELD VERSION_QUARANTINED',
    ],
  ])('%s', (_, given, who, wish, expected) => {
    expect(verdictOf(given, who, wish)).toBe(expected);
  });

  it('passes an approved request that names its incident, and lifts that quarantine', () => {
    const decision = decidePromotion(facts({ quarantines }), lead, { reason: '', incident: 'prm_i' }, { id: 'prm_1', requesterId: 'x' });
    expect(decision).toMatchObject({ verdict: { kind: 'pass' }, move: { liftQuarantines: ['q'] } });
  });
});

describe('the move', () => {
  const moveOf = (given: PromotionFacts, who = lead, wish: Partial<PromotionWish> = {}) => {
    const decision = decidePromotion(given, who, { reason: '', ...wish });
    return decision.kind === 'judged' ? decision.move : undefined;
  };

  it('archives the incumbent of a stage of one, and others of a stage of many only on request', () => {
    expect(moveOf(facts({ occupants: two }))).toMatchObject({ archived: two, incumbentVersion: 2, exclusive: true });
    expect(moveOf(facts({ occupants: two, target: STAGING }))).toMatchObject({ archived: [], incumbentVersion: null, exclusive: false });
    expect(moveOf(facts({ occupants: two, target: STAGING }), lead, { archiveExisting: true })).toMatchObject({ archived: two });
  });

  it('lifts a hold only by a person', () => {
    expect(moveOf(facts({ targetHeld: hold }))?.liftHold).toBe(true);
    expect(moveOf(facts({ targetHeld: hold }), bot)?.liftHold).toBe(false);
  });

  it('moves the bound alias of the target and takes away that of the stage that is left', () => {
    const target = { ...PRODUCTION, boundAlias: 'champion' };
    const source = { ...version, stage: { ...STAGING, boundAlias: 'challenger' } };
    expect(moveOf(facts({ target, version: source }))?.aliases).toEqual([
      { alias: 'champion', stage: 'Production', target: source },
      { alias: 'challenger', stage: 'Staging', target: null },
    ]);
  });

  it.each<[string, Stage, number[]]>([
    ['a stage of one: those for it and for lower numbers', PRODUCTION, [1, 2]],
    ['a stage of many: those for it alone', STAGING, [2]],
  ])('supersedes in %s', (_, target, superseded) => {
    const openRequests = [1, 2, 3].map((number) => ({ ...request, id: `r${number}`, version: number, versionId: `ver_${number}` }));
    const move = moveOf(facts({ target, openRequests, version: { ...version, versionId: 'ver_2', version: 2 } }));
    expect(move?.superseded.map((one) => one.version)).toEqual(superseded);
  });
});
