import { connect, createServer, type Socket } from 'node:net';

/** A way to a server on which everything can vanish: connections stay open, and nothing arrives any more (a dead switch, a firewall). */
export interface FreezableProxy {
  readonly port: number;
  freeze(): void;
  /** What was under way goes on, and new connections are let through. */
  thaw(): void;
  close(): Promise<void>;
}

/** Starts a proxy on a free port of 127.0.0.1 to another one. */
export async function startFreezableProxy(targetPort: number): Promise<FreezableProxy> {
  let frozen = false;
  const sockets = new Set<Socket>();
  const waiting = new Set<() => void>();
  const keep = (socket: Socket, other: () => Socket | undefined): void => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      other()?.destroy();
    });
  };
  const server = createServer((near) => {
    let far: Socket | undefined;
    keep(near, () => far);
    const open = (): void => {
      if (near.destroyed) return;
      far = connect(targetPort, '127.0.0.1');
      keep(far, () => near);
      near.pipe(far);
      far.pipe(near);
    };
    if (frozen) waiting.add(open);
    else open();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    freeze: () => {
      frozen = true;
      for (const socket of sockets) socket.pause();
    },
    thaw: () => {
      frozen = false;
      for (const socket of sockets) socket.resume();
      for (const open of waiting) open();
      waiting.clear();
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
