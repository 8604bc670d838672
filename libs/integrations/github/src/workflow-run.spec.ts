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

it('makes every text of a run storable: no NUL, no half of a surrogate pair', () => {
  const bad = 'a\0b\ud83d';
  const good = 'a\ufffdb\ufffd';
  expect(parseRun({ id: 1, status: bad, conclusion: bad, html_url: bad, display_title: `${bad} \u{1f600}` })).toMatchObject({
    status: good,
    conclusion: good,
    htmlUrl: good,
    displayTitle: `${good} \u{1f600}`,
  });
  expect(parseRunDetails({ workflow_run_id: 1, run_url: bad, html_url: bad })).toEqual({ runId: '1', runUrl: good, htmlUrl: good });
});
