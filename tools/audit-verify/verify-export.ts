import { ChainVerifier, type ChainResult, type KnownHash } from '#domain/audit/audit-chain';
import { parseCheckpoint } from '#domain/audit/checkpoint';
import { sha256Hex } from '#platform/crypto/digest';
import { linesOf, MalformedLine, parseLine, type ExportEnd, type PublishedCheckpoint } from './read-export.js';
import { handoversIn, TrustedKeys } from './trusted-keys.js';

/** 0: all that is in the file holds and is vouched for. 1: something does not hold. 2: it cannot be said. */
export interface ExportVerdict {
  readonly code: 0 | 1 | 2;
  /** The verdict first, then what it rests on and what could not be said; each a sentence. */
  readonly said: readonly string[];
}

export interface VerifyInput {
  readonly file: string;
  /** SPKI PEM, from wherever the verifier trusts. Those that they handed over to, as the file tells, are believed too. */
  readonly publicKeys: readonly string[];
  /** Ids of keys that are known to have leaked, beside those of which the file tells it. */
  readonly compromised?: readonly string[];
  /** One that was kept outside, if there is one. */
  readonly checkpoint: PublishedCheckpoint | null;
}

interface Reading {
  readonly chain: ChainResult;
  readonly end: ExportEnd | null;
  /** What is wrong with a line before the chain is asked. */
  readonly fault: string | null;
}

/** A position that a signed checkpoint knows, and by whose word. */
interface Vouched extends KnownHash {
  readonly by: string;
}

/**
 * Checks an export without the service and its database. Nothing inside the file is believed: its own checkpoint counts only by its signature
 * under a given key, or one that such a key handed over to, and what no checkpoint vouches for is not called verified, because whoever can write
 * the database can write the whole chain anew.
 */
export async function verifyExport({ file, publicKeys, checkpoint, compromised = [] }: VerifyInput): Promise<ExportVerdict> {
  const inside = await lastCheckpoint(file);
  const keys = new TrustedKeys(publicKeys, new Set(compromised), await handoversIn(file));
  const known: Vouched[] = [];
  const doubts: string[] = [];
  let given: KnownHash | undefined;
  for (const [whose, one] of [['you gave', checkpoint] as const, ['of the file', inside] as const]) {
    if (one === null) continue;
    const said = parseCheckpoint(one.payload);
    const verdict = keys.judge(one, said?.position ?? 0);
    if (verdict.is === 'foreign') return fails(`the checkpoint ${whose} ${verdict.why}.`);
    if (said === undefined) return fails(`the checkpoint ${whose} is signed and says something else than a checkpoint does.`);
    if (whose === 'you gave') given = said;
    if (verdict.is === 'genuine') known.push({ ...said, by: `the key ${verdict.keyId}, ${verdict.how},` });
    else {
      known.push({ ...said, vouches: false, by: '' });
      doubts.push(`the checkpoint ${whose} ${verdict.why}.`);
    }
  }
  return judge(await read(file, known), known, given, doubts);
}

function judge(
  { chain, end, fault }: Reading,
  known: readonly Vouched[],
  given: KnownHash | undefined,
  doubts: readonly string[],
): ExportVerdict {
  if (chain.broken !== null) return fails(`line ${chain.broken.line}: ${chain.broken.message}.`, chain);
  if (fault !== null) return fails(fault, chain);
  const last = chain.lastPosition ?? 0;
  const beyond = Math.max(0, ...known.map(({ position }) => position));
  if (beyond > last) {
    const why = 'If the export was asked to end earlier, verify it with a checkpoint from within.';
    return fails(
      `a signed checkpoint says that the log has ${beyond} entries, and this file ends with ${last}: the rest is missing. ${why}`,
      chain,
    );
  }
  const { firstPosition: first } = chain;
  if (first === null) return cannotSay('the file holds no entry.', chain);
  if (end !== null && (end.first !== first || end.last !== last)) {
    return fails(`its last line says that it holds entries ${end.first} to ${end.last}, and it holds ${first} to ${last}.`, chain);
  }
  const cut = end === null ? ['Whether the download was complete: the file has no end line.'] : [];
  if (given !== undefined && given.position < first) {
    return cannotSay(`the checkpoint you gave is of entry ${given.position}, before the first one here (${first}).`, chain, cut);
  }
  if (chain.vouchedTo !== last) {
    const from = chain.vouchedTo === null ? first : chain.vouchedTo + 1;
    const [doubt] = doubts;
    if (doubt !== undefined) return cannotSay(doubt, chain, cut);
    return cannotSay(`entries ${from} to ${last} follow each other, but no signed checkpoint vouches for them.`, chain, cut);
  }
  const by = known.findLast(({ position, vouches }) => position === last && vouches !== false)?.by ?? '';
  const holds = `HOLDS: entries ${first} to ${last} are whole, in order and as they were sealed; a checkpoint signed by ${by} vouches for them.`;
  return { code: 0, said: [holds, ...doubts.map((doubt) => `But ${doubt}`), ...unsaid(chain, cut)] };
}

async function read(file: string, known: readonly KnownHash[]): Promise<Reading> {
  const verifier = new ChainVerifier(sha256Hex, known);
  let end: ExportEnd | null = null;
  let number = 0;
  let fault: string | null = null;
  try {
    for await (const text of linesOf(file)) {
      number += 1;
      if (end !== null) throw new MalformedLine('it stands after the end');
      const line = parseLine(text);
      if ('end' in line) end = line.end;
      else if (!verifier.add(line.entry)) break;
    }
  } catch (error) {
    if (!(error instanceof MalformedLine)) throw error;
    fault = `line ${Math.max(number, 1)} is not of an export: ${error.message}.`;
  }
  return { chain: verifier.finish(), end, fault };
}

/** The checkpoint in the last line: known before the lines are judged, so that the file is read in constant memory. */
async function lastCheckpoint(file: string): Promise<PublishedCheckpoint | null> {
  let last = '';
  try {
    for await (const text of linesOf(file)) last = text;
    const line = parseLine(last);
    return 'end' in line ? line.end.checkpoint : null;
  } catch (error) {
    if (error instanceof MalformedLine) return null;
    throw error;
  }
}

function fails(why: string, chain?: ChainResult): ExportVerdict {
  return { code: 1, said: [`DOES NOT HOLD: ${why}`, ...(chain === undefined ? [] : unsaid(chain))] };
}

function cannotSay(why: string, chain: ChainResult, more: readonly string[] = []): ExportVerdict {
  return { code: 2, said: [`CANNOT SAY: ${why}`, ...unsaid(chain, more)] };
}

function unsaid(chain: ChainResult, more: readonly string[] = []): readonly string[] {
  return ['What this could not say:', ...[...chain.couldNotSay, ...more].map((sentence) => `- ${sentence}`)];
}
