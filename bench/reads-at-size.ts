import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureReads, type ReadFigures } from './size/measure-reads.js';
import type { Made } from './size/read-case.js';
import { readCases } from './size/read-cases.js';
import { SIZES } from './size/database-size.js';
import { startSizedApi, type SizedApi } from './size/sized-api.js';
import { makeCluster } from './size/sized-cluster.js';

/** More than this many times as long at a hundred times the rows is too long. */
const LIMIT = 2;
/** Below this a read is as quick as the way through HTTP, and a ratio says nothing. */
const NOISE_MS = 2;

// BENCH_SIZE_FOLDER: where made databases are kept; BENCH_READS: a regular expression over the names of reads; BENCH_READ_MS: for each side.
const folder = process.env['BENCH_SIZE_FOLDER'] ?? join(tmpdir(), 'slipway-size');
const only = new RegExp(process.env['BENCH_READS'] ?? '', 'i');

async function open(name: string): Promise<SizedApi> {
  const size = SIZES[name];
  if (size === undefined) throw new Error(`no size "${name}"`);
  await makeCluster(join(folder, name), size, console.error);
  return startSizedApi(join(folder, name), size);
}

/** A version with one file and one that waits for a large one, made through the service: its bytes must lie where this API looks. */
async function makeArtifact(api: SizedApi): Promise<Pick<Made, 'artifact' | 'upload'>> {
  const name = `bench-artifact-${Date.now()}`;
  await api.send('POST', '/api/v1/models', { name });
  await api.send('POST', `/api/v1/models/${name}/versions`, {});
  const version = `/api/v1/models/${name}/versions/1`;
  await api.send('PUT', `${version}/artifacts/model/weights.bin`, new Uint8Array(100_000));
  await api.send('POST', `${version}/finalize`, {});
  await api.send('POST', `/api/v1/models/${name}/versions`, {});
  const uploads = `/api/v1/models/${name}/versions/2/uploads`;
  const begun = await api.send('POST', uploads, { path: 'large.bin', size: 100_000_000, sha256: '0'.repeat(64) });
  const upload = typeof begun === 'object' && begun !== null && 'id' in begun ? String(begun.id) : '';
  return { artifact: `${version}/artifacts/model/weights.bin`, upload: `${uploads}/${upload}` };
}

function requireAllRoutes(covered: ReadonlySet<string>): void {
  const document: { paths: Record<string, { get?: unknown }> } = JSON.parse(readFileSync('docs/reference/openapi.json', 'utf8'));
  const missing = Object.entries(document.paths).flatMap(([route, { get }]) => (get === undefined || covered.has(route) ? [] : [route]));
  if (missing.length > 0) throw new Error(`no read covers ${missing.join(', ')}`);
}

function line({ name, small, big }: ReadFigures): string {
  const ratio = big.p50 / small.p50;
  const noise = big.p50 - small.p50 <= NOISE_MS;
  const rows = small.items === big.items ? '' : ` (${small.items} and ${big.items} rows)`;
  const figures = [small.p50, small.p99, big.p50, big.p99].map((ms) => ms.toFixed(1)).join(' | ');
  return `| ${name}${rows} | ${figures} | ${ratio.toFixed(2)} | ${ratio <= LIMIT ? 'ok' : noise ? 'over, by noise' : '**over**'} |`;
}

const [small, big] = await Promise.all([open('small'), open('big')]);
try {
  const made = async (api: SizedApi): Promise<Made> => ({
    ...(await makeArtifact(api)),
    ago: (days) => new Date(Date.now() - days * 86_400_000).toISOString(),
  });
  const [ofSmall, ofBig] = [readCases(await made(small)), readCases(await made(big))];
  requireAllRoutes(new Set(ofSmall.map((one) => one.route)));
  console.log('| read | p50 at 10,000, ms | p99 | p50 at 1,000,000 | p99 | ratio | verdict |\n|-|-|-|-|-|-|-|');
  let over = 0;
  let byNoise = 0;
  for (const [index, first] of ofSmall.entries()) {
    const second = ofBig[index];
    const name = `\`${first.route.replace('/api/v1', '')}\` ${first.what}${first.asker === 'admin' ? '' : `, ${first.asker}`}`;
    if (second === undefined || !only.test(name)) continue;
    const text = await measureReads(name, [small, first], [big, second]).then(
      line,
      (error: Error) => `| ${name} | ${error.message} | | | | | **over** |`,
    );
    if (text.includes('**over**')) over += 1;
    else if (text.includes('over, by noise')) byNoise += 1;
    console.log(text);
  }
  console.log(
    `\n${over} of ${ofSmall.length} reads take more than ${LIMIT} times as long and ${NOISE_MS} ms longer; ${byNoise} more than ${LIMIT} times, but less than that longer.`,
  );
} finally {
  await Promise.all([small.stop(), big.stop()]);
}
