import type { IncomingMessage } from 'node:http';

/** One member of an element: a token and a token or quoted text (RFC 7239, section 4). */
const MEMBER = /^\s*(for|host|proto|by)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s";,]+))\s*$/i;

/**
 * Says what a standard `Forwarded` header (RFC 7239) says in the headers that the server reads, `X-Forwarded-For`, `-Host` and `-Proto`, where the
 * proxy did not send those. Whether it is believed is for whoever reads them: only what trusted proxies add counts. A header that is malformed
 * says nothing.
 */
export function readForwarded(request: Pick<IncomingMessage, 'headers'>): void {
  const { headers } = request;
  const { forwarded } = headers;
  if (typeof forwarded !== 'string' || headers['x-forwarded-for'] !== undefined) return;
  const elements = split(forwarded, ',').map(membersOf);
  const list = (name: string): string[] => elements.flatMap((members) => members.get(name) ?? []);
  const addresses = list('for').map(addressOf);
  // A gap in the line of proxies would shift who is trusted.
  if (addresses.length === 0 || addresses.length !== elements.length) return;
  headers['x-forwarded-for'] = addresses.join(', ');
  const [host] = list('host').slice(-1);
  const [proto] = list('proto').slice(-1);
  if (host !== undefined && headers['x-forwarded-host'] === undefined) headers['x-forwarded-host'] = host;
  if (proto !== undefined && headers['x-forwarded-proto'] === undefined) headers['x-forwarded-proto'] = proto;
}

function membersOf(element: string): Map<string, string> {
  return new Map(
    split(element, ';').flatMap((text) => {
      const [, name, quoted, plain] = MEMBER.exec(text) ?? [];
      const value = quoted?.replace(/\\(.)/g, '$1') ?? plain;
      return name === undefined || value === undefined ? [] : [[name.toLowerCase(), value] as const];
    }),
  );
}

/** `192.0.2.1:8080`, `[2001:db8::1]:8080` without the port; names that hide an address (`unknown`, `_hidden`) stay what they are. */
function addressOf(node: string): string {
  return /^\[([^\]]+)\](?::\d+)?$/.exec(node)?.[1] ?? node.replace(/^(\d{1,3}(?:\.\d{1,3}){3}):\d+$/, '$1');
}

/** Splits outside quotes. */
function split(text: string, at: ',' | ';'): string[] {
  return text.split(new RegExp(`${at}(?=(?:[^"]*"[^"]*")*[^"]*$)`)).filter((part) => part.trim() !== '');
}
