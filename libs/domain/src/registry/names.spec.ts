import { describe, expect, it } from 'vitest';
import { checkAliasName } from './alias-name.js';
import { checkModelName, isModelId } from './model-name.js';
import { checkStageName, stageKey } from './stage-name.js';

const ID = 'mdl_01K9ZC5M7Q8R2S3T4V5W6X7Y8Z';

describe('model name', () => {
  it.each(['m', 'fraud-detector', 'größe v2', 'モデル', 'a b', ' a', '...', 'x'.repeat(256), '😀'.repeat(256), 'mdl_short', 'a?b#c%'])(
    'takes %j',
    (name) => {
      expect(checkModelName(name, '/name')).toBe(name);
    },
  );

  it.each([
    ['', /blank/],
    ['  ', /blank/],
    ['\u00a0', /blank/],
    ['x'.repeat(257), /at most 256 characters, this one has 257/],
    ['a\0b', /control/],
    ['a\nb', /control/],
    ['a\u2028b', /control/],
    ['a\u202eb', /bidirectional/],
    ['a\u200fb', /bidirectional/],
    ['a\u0085', /control/],
    ['a\ud800', /surrogate/],
    ['e\u0301', /normalization form C/],
    ['.', /"\."/],
    ['..', /"\.\."/],
    ['a/b', /'\/' or ':'/],
    ['a:b', /'\/' or ':'/],
    [ID, /look like a model id/],
    [`${ID}x`, /look like a model id/],
  ])('refuses %j', (name, message) => {
    expect(() => checkModelName(name, '/name')).toThrow(message);
  });

  it('takes slash and colon by import only, and nothing else more', () => {
    expect(checkModelName('team/a:b', '/name', { imported: true })).toBe('team/a:b');
    expect(() => checkModelName('..', '/name', { imported: true })).toThrow();
  });

  it('points at the place that the caller names', () => {
    expect(() => checkModelName('', '/newName')).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', errors: [expect.objectContaining({ pointer: '/newName' })] }),
    );
  });

  it('tells ids from names', () => {
    expect(isModelId(ID)).toBe(true);
    expect(isModelId('mdl_x')).toBe(false);
    expect(isModelId(`${ID}x`)).toBe(false);
  });
});

describe('alias', () => {
  it.each(['champion', 'Champion', 'a-b_c', '1', 'v1a', 'größe', 'latest-1', 'x'.repeat(255)])('takes %j', (alias) => {
    expect(checkAliasName(alias, '/alias')).toBe(alias);
  });

  it.each([
    ['', /empty/],
    ['a b', /letters/],
    ['a.b', /letters/],
    ['a\n', /letters/],
    ['latest', /reserved/],
    ['LaTest', /reserved/],
    ['v1', /'v1' is reserved/],
    ['V007', /reserved/],
    ['x'.repeat(256), /255/],
  ])('refuses %j', (alias, message) => {
    expect(() => checkAliasName(alias, '/alias')).toThrow(message);
  });
});

describe('stage name', () => {
  it.each(['None', 'Pre-Production', 'QA 2', 'Größe', 'x'.repeat(64)])('takes %j', (name) => {
    expect(checkStageName(name, '/name')).toBe(name);
  });

  it.each(['', ' ', ' a', 'a ', 'a/b', '.', '..', '12', '@a', 'Latest', 'a\tb', 'a\u202e', 'e\u0301', '\udc00', 'x'.repeat(65)])(
    'refuses %j',
    (name) => {
      expect(() => checkStageName(name, '/name')).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
    },
  );

  it.each([
    ['Production', 'PRODUCTION'],
    ['Straße', 'STRASSE'],
    ['ΣΑΣ', 'σας'],
    ['é', 'E\u0301'],
  ])('%s and %s are one stage', (one, other) => {
    expect(stageKey(one)).toBe(stageKey(other));
  });

  it('keeps ASCII keys plain', () => {
    expect(stageKey('Pre-Production')).toBe('pre-production');
  });
});
