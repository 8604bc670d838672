import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { get, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { LargeFile } from './large-file.js';
import type { ShownUpload } from './upload-by-parts.js';

/** A client of one replica of the service. */
export class UploadClient {
  constructor(
    private readonly base: string,
    private readonly token: string,
  ) {}

  /** A request with the credential. @throws where the answer is an error. */
  async call<T>(method: string, path: string, body?: unknown): Promise<{ readonly status: number; readonly json: T }> {
    const response = await fetch(this.base + path, {
      method,
      headers: { authorization: `Bearer ${this.token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return { status: response.status, json: text === '' ? JSON.parse('null') : JSON.parse(text) };
  }

  /** A model with version 1 that waits for its files. @returns the version's address. */
  async version(model: string): Promise<string> {
    await this.call('POST', '/api/v1/models', { name: model });
    const { json } = await this.call<{ version: number }>('POST', `/api/v1/models/${model}/versions`, {});
    return `/api/v1/models/${model}/versions/${json.version}`;
  }

  /** Sends parts that are missing until there are none, or `most` have been sent. @returns how many were sent. */
  async sendMissing(url: string, file: LargeFile, most = Number.MAX_SAFE_INTEGER): Promise<number> {
    for (let sent = 0; ;) {
      const { json: upload } = await this.call<ShownUpload>('GET', `${url}?missing=true&limit=20`);
      if (upload.parts.length === 0) return sent;
      for (const part of upload.parts) {
        await this.send(part.url ?? '', file, (part.number - 1) * upload.partSize, part.size);
        sent += 1;
        if (sent === most) return sent;
      }
    }
  }

  /** Begins to send a part and breaks nothing off itself. @returns when half of it is on its way; `outcome` when it failed or was answered. */
  async sendHalf(
    address: string,
    file: LargeFile,
    start: number,
    size: number,
  ): Promise<{ readonly outcome: Promise<'answered' | 'broken'> }> {
    const sending = put(address, size);
    const outcome = new Promise<'answered' | 'broken'>((resolve) => {
      sending.once('response', () => resolve('answered'));
      sending.once('error', () => resolve('broken'));
    });
    for (const piece of file.copies(start, start + Math.floor(size / 2))) if (!sending.write(piece)) await once(sending, 'drain');
    return { outcome };
  }

  /** Repeats `complete` until it is done, also where it is told to come again. @returns the last answer. @throws for any other. */
  async complete(url: string): Promise<ShownUpload> {
    for (;;) {
      const response = await fetch(`${this.base}${url}/complete`, { method: 'POST', headers: { authorization: `Bearer ${this.token}` } });
      const text = await response.text();
      if (response.status === 200) return JSON.parse(text);
      if (response.status !== 202 && response.status !== 503) throw new Error(`complete: ${response.status} ${text}`);
      await pause(Number(response.headers.get('retry-after') ?? '0') * 1_000);
    }
  }

  /** How many bytes a download gives, which are those of the file. @throws at the first piece that is not. */
  async sameBytes(path: string, file: LargeFile): Promise<number> {
    const [answer] = await once(get(this.base + path, { headers: { authorization: `Bearer ${this.token}` } }), 'response');
    if (answer.statusCode !== 200) throw new Error(`GET ${path}: ${answer.statusCode}`);
    let at = 0;
    for await (const bytes of answer) {
      if (!file.has(bytes, at)) throw new Error(`GET ${path}: other bytes from ${at} on`);
      at += bytes.length;
    }
    return at;
  }

  /** The digest of what a download (of a range) gives. */
  async digestOf(path: string, range?: string): Promise<string> {
    const headers = { authorization: `Bearer ${this.token}`, ...(range === undefined ? {} : { range }) };
    const response = await fetch(this.base + path, { headers });
    const hash = createHash('sha256');
    if (!response.ok || response.body === null) throw new Error(`GET ${path}: ${response.status}`);
    for await (const bytes of response.body) hash.update(bytes);
    return hash.digest('hex');
  }

  private async send(address: string, file: LargeFile, start: number, size: number): Promise<void> {
    const sending = put(address, size);
    const answered = once(sending, 'response');
    answered.catch(() => undefined);
    for (const piece of file.copies(start, start + size)) if (!sending.write(piece)) await once(sending, 'drain');
    sending.end();
    const [answer] = await answered;
    answer.resume();
    await once(answer, 'end');
    if (answer.statusCode !== 200) throw new Error(`a part was answered ${answer.statusCode}`);
  }
}

function put(address: string, size: number) {
  return request(address, { method: 'PUT', headers: { 'content-length': String(size) } });
}
