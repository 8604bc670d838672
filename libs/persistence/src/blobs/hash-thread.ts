import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { SlipwayError } from '#domain/errors/slipway-error';

/** A SHA-256 that is computed piece by piece, wherever that happens. */
export interface PieceHash {
  /** Bytes must stay as they are until the promise resolves. */
  update(bytes: Uint8Array): Promise<void> | undefined;
  /** After the last byte; once. */
  digest(): Promise<Uint8Array>;
}

/** On the thread of whoever asks. */
export class LocalHash implements PieceHash {
  private readonly hash = createHash('sha256');

  update(bytes: Uint8Array): undefined {
    this.hash.update(bytes);
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.hash.digest());
  }
}

/** What the thread runs. A text, so that it is the same from sources and from dist; bytes in shared memory are not copied. */
const PROGRAM = `
const { createHash } = require('node:crypto');
const { parentPort } = require('node:worker_threads');
const hashes = new Map();
parentPort.on('message', ({ call, hash, bytes }) => {
  const running = hashes.get(hash) ?? createHash('sha256');
  hashes.set(hash, running);
  if (bytes !== null) running.update(bytes);
  else hashes.delete(hash);
  parentPort.postMessage({ call, digest: bytes === null ? running.digest() : null });
});
`;
/** A thread costs some MiB: one that has nothing to do for so long is ended. */
const IDLE_MS = 10_000;

interface Answer {
  readonly call: number;
  readonly digest: Uint8Array | null;
}

interface Waiting {
  readonly resolve: (digest: Uint8Array | null) => void;
  readonly reject: (error: Error) => void;
}

/** One thread of the process beside the main one, for the second of two digests of the same bytes. Started when it is needed. */
export class HashThread {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private calls = 0;
  private hashes = 0;
  private open = 0;
  private idle: NodeJS.Timeout | undefined;

  /**
   * A new hash that is computed there. One that is never asked for its digest is forgotten by `drop`. It ends with its thread: what it had been told is
   * nowhere else, and another thread would go on from nothing. `update` and `digest` reject with SlipwayError UNAVAILABLE then.
   */
  start(): PieceHash & { drop(): void } {
    this.hashes += 1;
    this.open += 1;
    const hash = this.hashes;
    let ended = false;
    let worker: Worker | undefined;
    const ask = (bytes: Uint8Array | null): Promise<Uint8Array | null> => {
      worker ??= this.current();
      return worker === this.worker ? this.ask(worker, hash, bytes) : Promise.reject(gone());
    };
    const end = (): Promise<Uint8Array | null> => {
      ended = true;
      return ask(null).finally(() => this.close());
    };
    return {
      update: async (bytes) => void (await ask(bytes)),
      digest: async () => (await end()) ?? new Uint8Array(),
      drop: () => {
        if (!ended) void end().catch(() => undefined);
      },
    };
  }

  private current(): Worker {
    clearTimeout(this.idle);
    return (this.worker ??= this.begin());
  }

  private ask(worker: Worker, hash: number, bytes: Uint8Array | null): Promise<Uint8Array | null> {
    this.calls += 1;
    const call = this.calls;
    return new Promise((resolve, reject) => {
      this.waiting.set(call, { resolve, reject });
      worker.postMessage({ call, hash, bytes });
    });
  }

  private close(): void {
    this.open -= 1;
    if (this.open > 0) return;
    this.idle = setTimeout(() => {
      const { worker } = this;
      this.worker = undefined;
      void worker?.terminate();
    }, IDLE_MS).unref();
  }

  private begin(): Worker {
    const worker = new Worker(PROGRAM, { eval: true, execArgv: [], name: 'slipway-digests' });
    worker.unref();
    worker.on('message', ({ call, digest }: Answer) => {
      this.waiting.get(call)?.resolve(digest);
      this.waiting.delete(call);
    });
    const ended = (error?: Error): void => {
      // One that was ended because nothing was open holds nothing; what waits now waits for another.
      if (this.worker !== worker) return;
      this.worker = undefined;
      for (const { reject } of this.waiting.values()) reject(gone(error));
      this.waiting.clear();
    };
    worker.on('error', ended);
    worker.on('exit', () => ended());
    return worker;
  }
}

function gone(cause?: Error): SlipwayError {
  return new SlipwayError('UNAVAILABLE', 'The thread that computed the digest of this file has ended. Try again.', {
    retryAfter: 1,
    cause,
  });
}
