import { once } from 'node:events';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import type { TestApi } from '#testing/api/test-api';
import { collect } from './bytes.js';

/** A request whose path goes over the wire exactly as it is written; `fetch` would tidy it up first. */
export function rawRequest(api: TestApi, method: string, path: string, headers: Record<string, string> = {}): ClientRequest {
  const { hostname, port } = new URL(api.url);
  return request({ hostname, port, method, path, headers: { authorization: `Bearer ${api.adminToken}`, ...headers } });
}

/** Sends a small body and reads the answer. */
export async function rawAnswer(api: TestApi, method: string, path: string, body = ''): Promise<{ status: number; text: string }> {
  const sent = rawRequest(api, method, path, { 'content-length': String(Buffer.byteLength(body)) });
  const answered = answerOf(sent);
  sent.end(body);
  const answer = await answered;
  return { status: answer.statusCode ?? 0, text: (await collect(answer)).toString() };
}

/** The answer to a request, as soon as its head is there. */
export async function answerOf(sent: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    sent.once('response', resolve);
    sent.once('error', reject);
  });
}

/** Sends a body of any length, as fast as the other side takes it, without ever holding it whole. */
export async function sendBody(sent: ClientRequest, pieces: number, piece: Uint8Array): Promise<void> {
  for (let index = 0; index < pieces; index += 1) {
    if (!sent.write(piece)) await once(sent, 'drain');
  }
  sent.end();
}
