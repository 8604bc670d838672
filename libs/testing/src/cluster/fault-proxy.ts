import { connect, createServer, type Socket } from 'node:net';

/**
 * What the way does to what is on it. `blackhole`: bytes and goodbyes vanish for good, and with them all that follows on the same connection, as
 * when a NAT forgets its entry (harsher than a loss of packets, which TCP makes good; that bytes behind a gap arrive is what TCP never does).
 * `reset`: connections break at once, and so does every new one. A number: milliseconds by which all is late, in its order.
 */
export type ProxyMode = 'pass' | 'blackhole' | 'reset' | number;

/** A way from our processes to a server, on which things can be made to go wrong. */
export interface FaultProxy {
  readonly port: number;
  /** The mode from now on; a connection that has lost something in a blackhole carries nothing any more. */
  set(mode: ProxyMode): void;
  /** Connections that are open now. */
  readonly connections: number;
  close(): Promise<void>;
}

/** After so long the server's own keep-alive would find that the other side of a vanished connection is gone (its settings are 11 s). */
const SERVER_NOTICES_MS = 11_000;

/** Starts a proxy on a free port of 127.0.0.1 to another port of it. */
export async function startFaultProxy(targetPort: number): Promise<FaultProxy> {
  let mode: ProxyMode = 'pass';
  const pairs = new Set<Pair>();
  const server = createServer((near) => {
    if (mode === 'reset') return void near.resetAndDestroy();
    const pair = new Pair(near, targetPort, () => mode);
    pairs.add(pair);
    pair.onGone = () => pairs.delete(pair);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    set: (next) => {
      mode = next;
      if (next === 'reset') for (const pair of pairs) pair.reset();
    },
    get connections() {
      return pairs.size;
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const pair of pairs) pair.reset();
      await closed;
    },
  };
}

/** One connection of ours and its continuation to the server. */
class Pair {
  onGone: () => void = () => undefined;
  private readonly far: Socket;
  private noticed: NodeJS.Timeout | undefined;
  /** Whether a blackhole has swallowed something of it. */
  private lost = false;

  constructor(
    private readonly near: Socket,
    targetPort: number,
    private readonly mode: () => ProxyMode,
  ) {
    this.far = connect(targetPort, '127.0.0.1');
    this.join(near, this.far);
    this.join(this.far, near);
  }

  /** Both sides learn at once that the connection is broken. */
  reset(): void {
    clearTimeout(this.noticed);
    for (const socket of [this.near, this.far]) if (!socket.destroyed) socket.resetAndDestroy();
    this.onGone();
  }

  private join(from: Socket, to: Socket): void {
    from.setNoDelay(true);
    from.on('error', () => undefined);
    const late: Late[] = [];
    from.on('data', (chunk: Buffer) => this.carry(chunk, from, to, late));
    from.on('close', () => this.ended(to));
  }

  private carry(chunk: Buffer, from: Socket, to: Socket, late: Late[]): void {
    const mode = this.mode();
    if (mode === 'blackhole') this.lost = true;
    if (this.lost) return;
    const delay = typeof mode === 'number' ? mode : 0;
    if (delay === 0 && late.length === 0) return write(chunk, from, to);
    // Behind what is late already, also where the way has become quicker meanwhile.
    late.push({ chunk, at: Math.max(performance.now() + delay, late.at(-1)?.at ?? 0) });
    if (late.length === 1) this.later(from, to, late);
  }

  private later(from: Socket, to: Socket, late: Late[]): void {
    const [first] = late;
    if (first === undefined) return;
    setTimeout(
      () => {
        late.shift();
        if (!this.lost) write(first.chunk, from, to);
        this.later(from, to, late);
      },
      Math.max(0, first.at - performance.now()),
    );
  }

  private ended(other: Socket): void {
    if (other.destroyed) {
      clearTimeout(this.noticed);
      this.onGone();
    } else if (this.lost || this.mode() === 'blackhole') {
      this.noticed = setTimeout(() => other.destroy(), SERVER_NOTICES_MS);
      this.noticed.unref();
    } else other.destroy();
  }
}

/** What is on a slow way, and when it arrives. */
interface Late {
  readonly chunk: Buffer;
  readonly at: number;
}

function write(chunk: Buffer, from: Socket, to: Socket): void {
  if (to.destroyed || to.write(chunk)) return;
  from.pause();
  to.once('drain', () => from.resume());
}
