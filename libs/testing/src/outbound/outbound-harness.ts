import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';
import { AddressPolicy, type AddressVerdict } from '#platform/outbound/address-policy';
import { LOOPBACK_CERTIFICATE, LOOPBACK_KEY } from './loopback-certificate.js';
import { OutboundClient, type OutboundClientOptions } from '#platform/outbound/outbound-client';
import { OutboundError } from '#platform/outbound/outbound-error';
import { parseOutboundAllow } from '#platform/outbound/parse-outbound-allow';

const cleanups: (() => unknown)[] = [];

/** Ends every server and client of a test; each spec that uses this file hands it to `afterEach`. */
export async function endHarness(): Promise<void> {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
}

/** Loopback as in the embedded default. */
export const LOOPBACK = '127.0.0.0/8, [::1]/128';

/** A policy that takes loopback for the public internet, to see what public addresses get. */
export class LoopbackIsPublic extends AddressPolicy {
  constructor() {
    super({ allow: parseOutboundAllow(LOOPBACK) });
  }

  override judge(text: string, port: number, secure: boolean): AddressVerdict {
    const verdict = super.judge(text, port, secure);
    return verdict.allowed ? { ...verdict, isPublic: true } : verdict;
  }
}

/** A client that ends with the test. */
export function clientFor(allow: string, options: Partial<OutboundClientOptions> = {}): OutboundClient {
  const client = new OutboundClient({ policy: new AddressPolicy({ allow: parseOutboundAllow(allow) }), ...options });
  cleanups.push(() => client.destroy());
  return client;
}

/** A real HTTP server on 127.0.0.1 that ends with the test; answers its port. */
export function serve(listener: RequestListener): Promise<number> {
  return listen(createServer(listener));
}

/** The same over TLS, with the fixture's certificate. */
export function serveTls(listener: RequestListener): Promise<number> {
  return listen(createSecureServer({ cert: LOOPBACK_CERTIFICATE, key: LOOPBACK_KEY }, listener));
}

/** A TCP server that does with each socket what it likes. */
export function serveTcp(onSocket: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  cleanups.push(() => sockets.forEach((socket) => socket.destroy()));
  return listen(server);
}

/** A port of 127.0.0.1 on which nothing listens. */
export async function freePort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The error that a request is expected to end with. */
export async function failureOf(request: Promise<unknown>): Promise<OutboundError> {
  const error: unknown = await request.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof OutboundError) return error;
  throw new Error(`expected an OutboundError, got ${String(error)}`);
}

async function listen(server: Server | TcpServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
