import { writeFileSync } from 'node:fs';
import { apiCaller } from './api-caller.js';
import { fillEveryTable } from './fill-every-table.js';
import { readEveryGet } from './read-every-get.js';

/**
 * Makes the contents of an upgrade fixture with the service of a release that runs: `fill-program.fixture.ts URL TOKEN FILE` fills every table and
 * writes to FILE what every GET answered, with the checkpoint and the key that prove the audit log. See test/upgrade/fixtures/README.md.
 */
const [, , url = '', token = '', file = ''] = process.argv;
const call = apiCaller(url, token);
await fillEveryTable(url, token);
const openApi: unknown = await (await fetch(`${url}/openapi.json`)).json();
const checkpoint = (await call('GET', '/api/v1/audit/checkpoint')).json;
writeFileSync(file, `${JSON.stringify({ checkpoint, answers: await readEveryGet(call, openApi) }, null, 1)}\n`);
