import { afterEach, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '#testing/api/test-api';

let api: TestApi | undefined;
afterEach(() => api?.close());

/** Statuses of guesses that say of themselves that they come from ever other addresses, by this header. */
async function guesses(trusted: string, header: (address: string) => Readonly<Record<string, string>>): Promise<number[]> {
  const started = await startTestApi({
    rateLimits: { reads: 1_000, writes: 1_000, failures: 2 },
    env: { SLIPWAY_TRUSTED_PROXIES: trusted },
  });
  api = started;
  const statuses: number[] = [];
  for (const n of [1, 2, 3, 4]) {
    const headers = header(`203.0.113.${n}`);
    statuses.push((await started.request('GET', '/api/v1/me', { token: 'slp_guess', headers })).status);
  }
  return statuses;
}

const older = (address: string) => ({ 'x-forwarded-for': address });
const standard = (address: string) => ({ forwarded: `for=${address};proto=https` });

it.each([
  ['X-Forwarded-For', older],
  ['Forwarded', standard],
])('believes %s from a trusted proxy: each client has its own limit', async (_, header) => {
  expect(await guesses('loopback', header)).toEqual([401, 401, 401, 401]);
});

it.each([
  ['X-Forwarded-For', older],
  ['Forwarded', standard],
])('believes %s from nobody else: whoever says to be another is limited as who it is', async (_, header) => {
  expect(await guesses('10.0.0.0/8', header)).toEqual([401, 401, 429, 429]);
});
