import type { Socket } from 'node:net';
import type { LoggerService } from '@nestjs/common';
import { ERROR_CODES } from '#domain/errors/error-code';
import { requestId } from './request-id.js';

/**
 * Room for what the limits allow beside each other: a filter of 8 KB and path parameters of 4,096 characters, percent-encoded (three times as
 * long), with headers. Node's own limit of 16 KB would refuse a filter that the document allows.
 */
export const MAX_HEADER_BYTES = 64 * 1024;

const WORDS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: `The address and the headers together are over the limit of ${MAX_HEADER_BYTES / 1024} KB.`,
  ERR_HTTP_REQUEST_TIMEOUT: 'The request took too long to arrive.',
};

/**
 * Answers what the HTTP parser refuses before there is a request: a problem document by 400, as for everything that is malformed, and the end
 * of the connection. Nothing of what came is repeated.
 * @param logger is told with `info`, without a word of the client's
 */
export function answerClientErrors(logger: LoggerService, publicUrl: string | undefined): (error: Error, socket: Socket) => void {
  return (error, socket) => {
    const code = 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
    if (code === 'ECONNRESET' || !socket.writable || isAnswering(socket)) {
      socket.destroy();
      return;
    }
    const id = requestId({ headers: {} });
    logger.log('Refused before it was a request.', { requestId: id, code: /^[A-Z_]{1,64}$/.test(code) ? code : 'unknown' }, 'Http');
    const body = JSON.stringify({
      type: `${publicUrl ?? ''}/docs/problems/INVALID_ARGUMENT`,
      title: ERROR_CODES.INVALID_ARGUMENT,
      status: 400,
      detail: WORDS[code] ?? 'This is not a request by the rules of HTTP/1.1.',
      instance: '',
      code: 'INVALID_ARGUMENT',
      requestId: id,
    });
    const head = [
      'HTTP/1.1 400 Bad Request',
      'content-type: application/problem+json; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`,
      'cache-control: no-store',
      'x-content-type-options: nosniff',
      `x-request-id: ${id}`,
      'connection: close',
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  };
}

/** Whether half an answer is out on this connection: words of ours in the middle of it would be taken for its rest, or for the next answer. */
function isAnswering(socket: Socket): boolean {
  // Node's own way of telling (lib/_http_server.js, socketOnError); there is no public one.
  const message: unknown = Reflect.get(socket, '_httpMessage');
  return typeof message === 'object' && message !== null && Reflect.get(message, 'headersSent') === true;
}
