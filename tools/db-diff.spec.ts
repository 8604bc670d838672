import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

it('finds no difference between schema.prisma and the migrations', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/run-source.mjs', 'tools/db-diff.ts', '--check'], {
    encoding: 'utf8',
  });
  expect(`${stdout}${stderr}`).not.toContain('ALTER');
  expect(status).toBe(0);
});
