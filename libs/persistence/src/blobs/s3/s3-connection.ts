import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { S3 } from '@aws-sdk/client-s3';
import type { BlobKey } from '#application/ports/blob-store';
import type { S3Place } from '#platform/config/artifacts-config';
import { onS3, S3ConfigurationError } from './s3-failure.js';

/** What the SDK brings, loaded when it is first needed: a process that keeps its files on disk does not pay for it. */
type Sdk = typeof import('@aws-sdk/client-s3');
type Presigner = typeof import('@aws-sdk/s3-request-presigner');

/** A store that does not take a connection, or says nothing, for so long is away. */
const CONNECT_MS = 3_000;
const SILENT_MS = 30_000;
/** The store may be silent for minutes while it puts the parts of a large object together (Amazon's documentation of CompleteMultipartUpload). */
const ASSEMBLING_MS = 900_000;
/** Tries of one request, with growing pauses; a client that waits is told soon enough to come again. */
const ATTEMPTS = 3;
const SOCKETS = 256;

const SILENT = { debug: silent, info: silent, warn: silent, error: silent, trace: silent };

interface Opened {
  readonly s3: S3;
  /** The same for requests that the store may take minutes for. */
  readonly patient: S3;
  readonly sdk: Sdk;
}

/** The one client of a process for its bucket, and where things lie in it: `<prefix>/blobs/<workspace>/<two characters>/<blob id>`. */
export class S3Connection {
  private opened: Promise<Opened> | undefined;
  private readonly digests = new WeakMap<object, string>();

  constructor(readonly place: S3Place) {}

  get blobs(): string {
    return this.place.prefix === '' ? 'blobs/' : `${this.place.prefix}/blobs/`;
  }

  /** What names a blob in the bucket. */
  at(key: BlobKey): { readonly Bucket: string; readonly Key: string } {
    // The last characters of an id are random, the first are its time.
    return { Bucket: this.place.bucket, Key: `${this.blobs}${key.workspace}/${key.id.slice(-2).toLowerCase()}/${key.id}` };
  }

  /** The blob that an object is, or undefined for another object. */
  keyOf(name: string | undefined): BlobKey | undefined {
    if (name?.startsWith(this.blobs) !== true) return undefined;
    const [, workspace, id] = /^([A-Za-z0-9_-]+)\/[a-z0-9_-]{1,2}\/([A-Za-z0-9_-]+)$/.exec(name.slice(this.blobs.length)) ?? [];
    return workspace === undefined || id === undefined ? undefined : { workspace, id };
  }

  /**
   * Runs calls to the store.
   * @throws SlipwayError UNAVAILABLE or STORAGE_FULL for what the store or the way to it does; other errors as they are (NoSuchKey ...).
   */
  async run<T>(work: (s3: S3) => Promise<T>): Promise<T> {
    const { s3 } = await this.open();
    return onS3(this.place, () => work(s3));
  }

  /** As `run`, for the request that puts an object together: the store may say nothing for many minutes. */
  async runPatiently<T>(work: (s3: S3) => Promise<T>): Promise<T> {
    const { patient } = await this.open();
    return onS3(this.place, () => work(patient));
  }

  /** Bytes whose SHA-256 is known: the store compares it on arrival, and nothing hashes them again. */
  withDigest(bytes: Uint8Array, sha256: string): Uint8Array {
    this.digests.set(bytes, sha256);
    return bytes;
  }

  /** An address that lets whoever holds it do one thing. */
  async presign(make: (sdk: Sdk, s3: S3, presigner: Presigner) => Promise<string>): Promise<string> {
    const [{ s3, sdk }, presigner] = await Promise.all([this.open(), import('@aws-sdk/s3-request-presigner')]);
    return onS3(this.place, () => make(sdk, s3, presigner));
  }

  /** The sentence for a bucket that is not there. */
  noBucket(cause: unknown): S3ConfigurationError {
    const message = `The bucket "${this.place.bucket}" of the artifact store is not there; create it, or name another one in SLIPWAY_ARTIFACT_ROOT.`;
    return new S3ConfigurationError(message, cause);
  }

  /** Ends the connections. */
  async close(): Promise<void> {
    if (this.opened === undefined) return;
    const { s3, patient } = await this.opened;
    s3.destroy();
    patient.destroy();
  }

  private open(): Promise<Opened> {
    this.opened ??= this.connect();
    return this.opened;
  }

  private async connect(): Promise<Opened> {
    const sdk = await import('@aws-sdk/client-s3');
    const { region, endpoint, credentials } = this.place;
    const agents = {
      httpAgent: new HttpAgent({ keepAlive: true, maxSockets: SOCKETS }),
      httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: SOCKETS }),
    };
    const settings = {
      ...(region === undefined ? {} : { region }),
      // Stores that are not Amazon's seldom have a name for each bucket.
      ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true, region: region ?? 'us-east-1' }),
      ...(credentials === undefined ? {} : { credentials }),
      maxAttempts: ATTEMPTS,
      // What goes wrong is thrown; the SDK would write some of it to the console besides.
      logger: SILENT,
      // Newer checksums are unknown to many stores; bytes are compared by our own digests, on both ways.
      requestChecksumCalculation: 'WHEN_REQUIRED' as const,
      responseChecksumValidation: 'WHEN_REQUIRED' as const,
      expectContinueHeader: false,
    };
    const client = (socketTimeout: number): S3 =>
      new sdk.S3({ ...settings, requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout, ...agents } });
    const s3 = client(SILENT_MS);
    s3.middlewareStack.add(
      (next) => (args) => {
        const { input, request } = args;
        const body: unknown = 'Body' in input ? input.Body : undefined;
        const digest = typeof body === 'object' && body !== null ? this.digests.get(body) : undefined;
        if (digest !== undefined && hasHeaders(request)) request.headers['x-amz-content-sha256'] = digest;
        return next(args);
      },
      { step: 'build', name: 'slipwayKnownDigest' },
    );
    return { s3, patient: client(ASSEMBLING_MS), sdk };
  }
}

function silent(): void {
  // Nobody listens.
}

function hasHeaders(request: unknown): request is { headers: Record<string, string> } {
  return typeof request === 'object' && request !== null && 'headers' in request;
}
