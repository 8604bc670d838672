import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { eventSchemasDocument } from './event-schemas-document.js';

/**
 * Writes the published JSON Schemas of the events, which come from the same source as the types (libs/domain/src/events/payloads.ts).
 *
 *   npm run build && node dist/tools/write-event-schemas.js [--check]
 *
 * With `--check` nothing is written; the exit code is 1 when the committed file differs.
 */
const FILE = 'docs/reference/events.schema.json';

const document = await eventSchemasDocument();
const committed = await readFile(FILE, 'utf8').catch(() => '');
if (process.argv.includes('--check')) {
  if (committed.replaceAll('\r\n', '\n') !== document) {
    process.stderr.write(
      `${FILE} is not what the payload types say. Write it anew: npm run build && node dist/tools/write-event-schemas.js\n`,
    );
    process.exitCode = 1;
  }
} else {
  await mkdir(dirname(FILE), { recursive: true });
  await writeFile(FILE, document);
}
