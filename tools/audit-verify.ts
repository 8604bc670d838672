import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { publicKeyId } from '#platform/crypto/signing';
import { checkpointOf, type PublishedCheckpoint } from './audit-verify/read-export.js';
import { verifyExport, type ExportVerdict } from './audit-verify/verify-export.js';

const USAGE = `Usage: npm run audit:verify -- FILE [--checkpoint C] --key PUB [--key PUB2 ...] [--compromised ID ...]

FILE is an export (GET /api/v1/audit/export), C a checkpoint that you kept (GET /api/v1/audit/checkpoint), PUB the public key as PEM
(GET /api/v1/audit/key), best from a time and a place that you trust. Keys that it handed over to are found in the file. ID is a key that
you know to have leaked. Needs no database and no service.
Ends with 0 where everything in the file holds and is vouched for, with 1 where something does not hold, with 2 where that cannot be said.`;

/** Something that the caller has to mend before anything can be said. */
class CannotStart extends Error {}

async function main(args: readonly string[]): Promise<ExportVerdict> {
  const { file, keys, checkpoint, compromised } = options(args);
  const publicKeys = (await Promise.all(keys.map(readKeys))).flat();
  const given = checkpoint === undefined ? null : await readCheckpoint(checkpoint);
  try {
    return await verifyExport({ file, publicKeys, checkpoint: given, compromised });
  } catch (error) {
    throw unreadable(file, error);
  }
}

interface Options {
  readonly file: string;
  readonly keys: readonly string[];
  readonly checkpoint: string | undefined;
  readonly compromised: readonly string[];
}

function options(args: readonly string[]): Options {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        key: { type: 'string', multiple: true },
        checkpoint: { type: 'string' },
        compromised: { type: 'string', multiple: true },
      },
    });
    const [file] = positionals;
    const { key: keys = [], checkpoint, compromised = [] } = values;
    if (file === undefined || positionals.length !== 1 || keys.length === 0) throw new CannotStart(USAGE);
    return { file, keys, checkpoint, compromised };
  } catch (error) {
    if (error instanceof CannotStart) throw error;
    throw new CannotStart(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}

/** The public keys in a file, one or more. */
async function readKeys(path: string): Promise<readonly string[]> {
  const text = await read(path);
  const pems = text.match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----\n?/g) ?? [text];
  try {
    pems.forEach((pem) => publicKeyId(pem));
    return pems;
  } catch (error) {
    throw new CannotStart(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function readCheckpoint(path: string): Promise<PublishedCheckpoint> {
  const text = await read(path);
  try {
    const checkpoint = checkpointOf(JSON.parse(text));
    if (checkpoint !== undefined) return checkpoint;
  } catch {
    // Said below.
  }
  throw new CannotStart(
    `${path} is not a checkpoint: expected JSON with "payload" and "signature", as GET /api/v1/audit/checkpoint answers it`,
  );
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (code === undefined) return error instanceof Error ? error : new Error(String(error));
  return new CannotStart(`${path} cannot be read: ${code === 'ENOENT' ? 'there is no such file' : code}`);
}

try {
  const { code, said } = await main(process.argv.slice(2));
  process.stdout.write(`${said.join('\n')}\n`);
  process.exitCode = code;
} catch (error) {
  process.stderr.write(`${error instanceof CannotStart ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 2;
}
