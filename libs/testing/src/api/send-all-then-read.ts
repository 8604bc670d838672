import { connect } from 'node:net';
import type { TestApi } from './test-api.js';

/**
 * A request of a client that sends everything before it reads anything, as Python's urllib does.
 * @param head lines of the head, the request's own first (`PUT /path HTTP/1.1`), without those of host and credential.
 * @returns all that the server wrote. @throws Error where the connection is reset.
 */
export function sendAllThenRead(api: TestApi, [first = '', ...head]: readonly string[], body: readonly Buffer[]): Promise<string> {
  const { hostname, port } = new URL(api.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname).pause();
    socket.on('error', reject);
    socket.write([first, `Host: ${hostname}`, `Authorization: Bearer ${api.adminToken}`, ...head, '', ''].join('\r\n'));
    const sendNext = (index: number): void => {
      const piece = body[index];
      if (piece !== undefined) {
        socket.write(piece, (error) => error ?? sendNext(index + 1));
        return;
      }
      let answer = '';
      socket
        .on('data', (chunk) => (answer += chunk.toString()))
        .on('end', () => resolve(answer))
        .resume();
    };
    sendNext(0);
  });
}
