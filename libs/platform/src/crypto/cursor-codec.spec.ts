import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { SignedCursors } from './cursor-codec.js';

const [old, current] = [randomBytes(32), randomBytes(32)];
const cursors = new SignedCursors([current, old]);
const key = ['2026-11-21T09:30:00.000Z', 'prm_1', 7];

it('gives back the position for the list that it was made for', () => {
  expect(cursors.decode('models:a', cursors.encode('models:a', key))).toEqual(key);
  expect(cursors.encode('models:a', key)).toMatch(/^[A-Za-z0-9_-]+$/);
});

it('takes cursors of a key that was replaced, and of no other', () => {
  expect(cursors.decode('s', new SignedCursors([old]).encode('s', key))).toEqual(key);
  expect(cursors.decode('s', new SignedCursors([randomBytes(32)]).encode('s', key))).toBeNull();
});

it('refuses another list, any changed byte, and garbage', () => {
  const cursor = cursors.encode('s', key);
  expect(cursors.decode('t', cursor)).toBeNull();
  const bytes = Buffer.from(cursor, 'base64url');
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
    expect(cursors.decode('s', changed.toString('base64url'))).toBeNull();
  }
  for (const garbage of ['', 'x', '....', 'A'.repeat(5_000), `${cursor}=`]) expect(cursors.decode('s', garbage)).toBeNull();
});
