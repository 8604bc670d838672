import { once } from 'node:events';
import { request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';

const MIB = 1024 * 1024;
const piece = Buffer.alloc(MIB, 'slipway');

/** Sends so many MiB from memory; they are never anywhere as a whole. @returns MiB per second, until the answer is there. */
export async function upload(url: string, mib: number, headers: OutgoingHttpHeaders): Promise<number> {
  const begun = performance.now();
  const sending = request(url, { method: 'PUT', headers: { ...headers, 'content-length': mib * MIB } });
  const answered = once(sending, 'response');
  answered.catch(() => undefined);
  for (let index = 0; index < mib; index += 1) if (!sending.write(piece)) await once(sending, 'drain');
  sending.end();
  const [answer] = await answered;
  await drained(answer);
  return mib / ((performance.now() - begun) / 1_000);
}

/** Reads all of an answer and looks at none of it. @returns MiB per second. */
export async function download(url: string, headers: OutgoingHttpHeaders): Promise<number> {
  const begun = performance.now();
  const asking = request(url, { headers });
  const answered = once(asking, 'response');
  asking.end();
  const [answer] = await answered;
  const bytes = await drained(answer);
  return bytes / MIB / ((performance.now() - begun) / 1_000);
}

async function drained(answer: IncomingMessage): Promise<number> {
  let bytes = 0;
  let problem = '';
  const failed = (answer.statusCode ?? 500) >= 300;
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (failed) problem += chunk.toString();
  });
  await once(answer, 'end');
  if (failed) throw new Error(`answered ${answer.statusCode}: ${problem}`);
  return bytes;
}
