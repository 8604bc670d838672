import { expect, it } from 'vitest';
import { sessionOptions } from './session-options.js';

const OURS = '-c tcp_keepalives_idle=10';

it('leaves an address without options as it is', () => {
  const url = 'postgres://ann:p%40ss@db:5432/slipway?sslmode=require';
  expect(sessionOptions(url, OURS, '-c search_path=bullmq')).toEqual({
    connectionString: url,
    options: `${OURS} -c search_path=bullmq`,
  });
});

it("joins the operator's options with ours: theirs overrule our defaults, and nothing overrules what must be", () => {
  const url = 'postgres://ann:p%40ss@db/slipway?options=-c%20search_path%3Dother%20-c%20tcp_keepalives_idle%3D60&sslmode=require';
  expect(sessionOptions(url, OURS, '-c search_path=bullmq')).toEqual({
    connectionString: 'postgres://ann:p%40ss@db/slipway?sslmode=require',
    options: `${OURS} -c search_path=other -c tcp_keepalives_idle=60 -c search_path=bullmq`,
  });
});
