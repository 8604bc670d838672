import { expect, it } from 'vitest';
import { parseRange } from './byte-range.js';

it.each([
  ['bytes=0-0', 0, 1],
  ['bytes=0-99', 0, 100],
  ['bytes=10-19', 10, 20],
  ['bytes=99-', 99, 100],
  ['bytes=50-5000', 50, 100],
  ['bytes=0-99999999999999999999', 0, 100],
  ['bytes=-1', 99, 100],
  ['bytes=-100', 0, 100],
  ['bytes=-500', 0, 100],
  ['Bytes= 5-9 ', 5, 10],
])('reads %s of 100 bytes as a part', (header, start, end) => {
  expect(parseRange(header, 100)).toEqual({ kind: 'part', start, end });
});

it.each(['bytes=100-', 'bytes=100-200', 'bytes=-0', 'bytes=99999999999999999999-'])('finds that %s of 100 bytes lies outside', (header) => {
  expect(parseRange(header, 100)).toEqual({ kind: 'outside' });
});

it.each(['bytes=0-', 'bytes=-5'])('finds that %s of an empty file lies outside', (header) => {
  expect(parseRange(header, 0)).toEqual({ kind: 'outside' });
});

it.each([undefined, '', 'bytes', 'bytes=', 'bytes=-', 'bytes=5-3', 'bytes=a-b', 'lines=0-1', 'bytes=0-1,5-6', 'bytes=1.5-2', 'bytes=--1'])(
  'answers the whole file to %s',
  (header) => {
    expect(parseRange(header, 100)).toEqual({ kind: 'whole' });
  },
);
