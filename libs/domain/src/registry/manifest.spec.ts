import { expect, it } from 'vitest';
import { manifestDifferences, manifestDigest, totalBytes } from './manifest.js';

const same = (text: string): string => text;
const a = { path: 'a.txt', size: 1, sha256: 'aa' };
const b = { path: 'B/b.txt', size: 2, sha256: 'bb' };

it('digests the files in the order of their paths, whatever order they came in', () => {
  expect(manifestDigest([a, b], same)).toBe('[{"path":"B/b.txt","sha256":"bb","size":2},{"path":"a.txt","sha256":"aa","size":1}]');
  expect(manifestDigest([b, a], same)).toBe(manifestDigest([a, b], same));
});

it('digests only what belongs to the manifest', () => {
  expect(manifestDigest([{ ...a, blob: 'blb_1' } as typeof a], same)).toBe(manifestDigest([a], same));
});

it.each([
  ['path', { ...a, path: 'c.txt' }],
  ['size', { ...a, size: 3 }],
  ['sha256', { ...a, sha256: 'cc' }],
])('gives another digest for another %s', (_, other) => {
  expect(manifestDigest([other], same)).not.toBe(manifestDigest([a], same));
});

it('adds up the bytes of all files', () => {
  expect(totalBytes([])).toBe(0);
  expect(totalBytes([a, b])).toBe(3);
});

it('names every difference between what is there and what was expected', () => {
  const expected = [{ path: 'a.txt', size: 9 }, { path: 'gone.txt' }, { path: 'c.txt', sha256: 'CC' }];
  const c = { path: 'c.txt', size: 1, sha256: 'dd' };
  expect(manifestDifferences([a, b, c], expected).map(({ code, path }) => `${code} ${path}`)).toEqual([
    'missing gone.txt',
    'unexpected B/b.txt',
    'size a.txt',
    'sha256 c.txt',
  ]);
  expect(manifestDifferences([a, b], [{ path: 'B/b.txt', size: 2, sha256: 'BB' }, { path: 'a.txt' }])).toEqual([]);
});
