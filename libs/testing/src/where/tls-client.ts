import { request as httpsRequest, type RequestOptions } from 'node:https';
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { LOOPBACK_CERTIFICATE } from '../outbound/loopback-certificate.js';

/** An answer, read to its end. */
export interface TlsAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
  /** The body as JSON; null where it is none. */
  readonly json: { readonly [member: string]: unknown } | null;
}

/** What a request carries. */
export interface TlsRequest {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** The address of this machine that it comes from. */
  readonly from?: string;
}

/** Opens a request over TLS with the tests' certificate; the caller writes its body. */
export function openTls(url: string, method: string, { headers = {}, from }: TlsRequest = {}): ClientRequest {
  const options: RequestOptions = { method, headers: { ...headers }, ca: LOOPBACK_CERTIFICATE, servername: 'localhost', agent: false };
  return httpsRequest(url, from === undefined ? { ...options, family: 4 } : { ...options, localAddress: from, family: 4 });
}

/** The head of the answer to an open request. */
export function answerOf(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve);
    request.once('error', reject);
  });
}

/** One request, its answer read whole. */
export async function callTls(url: string, method: string, more: TlsRequest = {}): Promise<TlsAnswer> {
  const raw = more.body instanceof Uint8Array;
  const type: Record<string, string> = more.body === undefined || raw ? {} : { 'content-type': 'application/json' };
  const request = openTls(url, method, { ...more, headers: { ...type, ...more.headers } });
  const head = answerOf(request);
  if (more.body instanceof Uint8Array) request.end(more.body);
  else request.end(more.body === undefined ? undefined : JSON.stringify(more.body));
  const response = await head;
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(Buffer.from(chunk));
  const bytes = Buffer.concat(chunks);
  const text = bytes.toString('utf8');
  const json = /json/.test(response.headers['content-type'] ?? '') ? JSON.parse(text) : null;
  return { status: response.statusCode ?? 0, headers: response.headers, bytes, text, json };
}
