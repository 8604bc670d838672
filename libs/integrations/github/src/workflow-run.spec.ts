import { expect, it } from 'vitest';
import { parseRun, parseRunDetails, parseRuns } from './workflow-run.js';

it('keeps every digit of an id beyond 2^53', () => {
  expect(parseRun({ id: 9007199254740993n, status: 'queued', conclusion: null, repository: { id: 7 } })).toMatchObject({
    id: '9007199254740993',
    repositoryId: '7',
  });
  expect(parseRunDetails({ workflow_run_id: 9007199254740993n })).toEqual({ runId: '9007199254740993', runUrl: null, htmlUrl: null });
});

it.each([null, 'text', {}, { id: 'x' }, { id: 1.5 }])('takes %j for no run', (data) => {
  expect(parseRun(data)).toBeNull();
  expect(parseRuns(data)).toBeNull();
});
