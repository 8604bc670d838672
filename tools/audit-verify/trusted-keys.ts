import { HANDOVER_ACTION, parseHandover, type KeyHandover, type SignedHandover } from '#domain/audit/key-handover';
import { publicKeyId, verifySignature } from '#platform/crypto/signing';
import { linesOf, MalformedLine, parseLine, type PublishedCheckpoint } from './read-export.js';

/** A handover that the file tells of, at its place in the chain. */
export interface FoundHandover extends KeyHandover, SignedHandover {
  readonly position: number;
}

/** What became of a checkpoint when it was held against the keys. */
export type KeyVerdict =
  /** Signed by this key, which counts. */
  | { readonly is: 'genuine'; readonly keyId: string; readonly how: string }
  /** Signed by a key that somebody else may have. */
  | { readonly is: 'worthless'; readonly keyId: string; readonly why: string }
  /** Not genuine. */
  | { readonly is: 'foreign'; readonly why: string };

/**
 * The keys that a verifier may believe: those that it was given, and those that they handed over to, as the file tells it. A key hands over by its
 * signature, so nothing has to be believed because it stands in the file; what the file says against a key (that it leaked, that it was retired) is
 * believed, because that can only make the judgement harder.
 */
export class TrustedKeys {
  private readonly pems = new Map<string, { readonly pem: string; readonly how: string }>();
  private readonly retired = new Map<string, FoundHandover>();

  /**
   * @param given public keys as SPKI PEM, from wherever the verifier trusts.
   * @param compromised ids of keys that the verifier knows to have leaked.
   */
  constructor(
    given: readonly string[],
    private readonly compromised: ReadonlySet<string>,
    handovers: readonly FoundHandover[],
  ) {
    for (const pem of given) this.pems.set(publicKeyId(pem), { pem, how: 'which you gave' });
    for (const handover of handovers) this.take(handover);
  }

  /** Judges a checkpoint of that position by who signed it. `named` is the key that it says, for the message. */
  judge({ payload, signature, keyId: named }: PublishedCheckpoint, position: number): KeyVerdict {
    const found = [...this.pems].find(([, { pem }]) => verifySignature(pem, payload, signature));
    if (found === undefined) return { is: 'foreign', why: this.unknown(named) };
    const [keyId, { how }] = found;
    const end = this.retired.get(keyId);
    if (end !== undefined && position >= end.position) {
      return {
        is: 'foreign',
        why: `was signed by the key ${keyId}, which was retired at entry ${end.position} (${end.former}): nobody honest signs with it after that`,
      };
    }
    if (!this.isCompromised(keyId)) return { is: 'genuine', keyId, how };
    const says = this.compromised.has(keyId) ? 'as you say' : `as entry ${end?.position} says`;
    return {
      is: 'worthless',
      keyId,
      why: `was signed by the key ${keyId}, which was compromised, ${says}: whoever has it can have signed this`,
    };
  }

  private take(handover: FoundHandover): void {
    const { from, to, publicKey, former, statement, proof, endorsement } = handover;
    if (!isKey(publicKey, to) || !verifySignature(publicKey, statement, proof)) return;
    this.retired.set(from, handover);
    const trusted = this.pems.get(from);
    if (trusted === undefined || this.pems.has(to) || former !== 'rotated' || endorsement === null || this.isCompromised(from)) return;
    if (!verifySignature(trusted.pem, statement, endorsement)) return;
    this.pems.set(to, { pem: publicKey, how: `to which ${from} handed over at entry ${handover.position}` });
  }

  private isCompromised(keyId: string): boolean {
    return this.compromised.has(keyId) || this.retired.get(keyId)?.former === 'compromised';
  }

  private unknown(named: string | undefined): string {
    const known = [...this.pems.keys()].join(', ');
    if (named === undefined || this.pems.has(named))
      return `was not signed by this key (${known}): it is forged, or the key is another one`;
    const end = [...this.retired.values()].find(({ to }) => to === named);
    const told =
      end === undefined
        ? 'Where that is a key of yours, give it by --key too'
        : `The log says that it followed ${end.from} (${end.former}) at entry ${end.position}, and no key that you gave vouches for it: fetch it from a place that you trust and give it by --key too`;
    return `was not signed by this key (${known}) and names another one (${named}). ${told}`;
  }
}

/** The handovers that a file tells of, in its order. A line that cannot be read is left to those who judge lines. */
export async function handoversIn(file: string): Promise<readonly FoundHandover[]> {
  const found: FoundHandover[] = [];
  try {
    for await (const text of linesOf(file)) {
      // Parsing every line twice would double the time of an export of millions.
      if (!text.includes(`"${HANDOVER_ACTION}"`)) continue;
      const handover = handoverOf(text);
      if (handover !== undefined) found.push(handover);
    }
  } catch (error) {
    if (!(error instanceof MalformedLine)) throw error;
  }
  return found;
}

function handoverOf(text: string): FoundHandover | undefined {
  const line = parseLine(text);
  if ('end' in line) return undefined;
  const { action, data } = { action: undefined, data: undefined, ...Object(line.entry.entry) };
  if (action !== HANDOVER_ACTION) return undefined;
  const { statement, proof, endorsement } = { statement: undefined, proof: undefined, endorsement: undefined, ...Object(data) };
  if (typeof statement !== 'string' || typeof proof !== 'string' || !(endorsement === null || typeof endorsement === 'string'))
    return undefined;
  const handover = parseHandover(statement);
  return handover === undefined ? undefined : { ...handover, statement, proof, endorsement, position: line.entry.position };
}

function isKey(publicKey: string, id: string): boolean {
  try {
    return publicKeyId(publicKey) === id;
  } catch {
    return false;
  }
}
