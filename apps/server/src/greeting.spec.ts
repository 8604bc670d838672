import { expect, it } from 'vitest';
import { greeting } from './greeting.js';

const url = 'http://127.0.0.1:5000';

it('shows a token that was just made, in lines that work as they stand', () => {
  const text = greeting({ url, tokenFile: '/srv/.slipway/admin-token', token: 'slp_abc', platform: 'linux' });
  expect(text).toContain('export SLIPWAY_URL=http://127.0.0.1:5000 SLIPWAY_TOKEN=slp_abc\n');
  expect(text).toContain('export MLFLOW_TRACKING_URI=http://127.0.0.1:5000 MLFLOW_TRACKING_TOKEN=slp_abc\n');
  expect(text).toContain('/srv/.slipway/admin-token');
  expect(text).toContain('http://127.0.0.1:5000/docs/api\n');
});

it('names the file at every later boot, quoted where the shell needs it', () => {
  expect(greeting({ url, tokenFile: '/srv/.slipway/admin-token', token: undefined, platform: 'linux' })).toContain(
    'SLIPWAY_TOKEN="$(cat /srv/.slipway/admin-token)"',
  );
  expect(greeting({ url, tokenFile: "/home/a b's/admin-token", token: undefined, platform: 'darwin' })).toContain(
    `SLIPWAY_TOKEN="$(cat '/home/a b'\\''s/admin-token')"`,
  );
});

it('speaks PowerShell on Windows', () => {
  expect(greeting({ url, tokenFile: 'C:\\x\\admin-token', token: undefined, platform: 'win32' })).toContain(
    `$env:SLIPWAY_URL='http://127.0.0.1:5000'; $env:SLIPWAY_TOKEN=(Get-Content 'C:\\x\\admin-token')`,
  );
});

it('says nothing of a file where the operator chose the token', () => {
  expect(greeting({ url, tokenFile: undefined, token: undefined, platform: 'linux' })).not.toContain('token is in');
});
