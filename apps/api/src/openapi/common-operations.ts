import type { OpenAPIObject } from '@nestjs/swagger';
import { problemAnswer } from '../rest/problems.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['post']>;

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

/** Optional, so that a client may do without; 1 to 255 printable ASCII characters (docs/reference/rest.md, Idempotency). */
const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'A repeat under the same key does nothing twice. Commands that create nothing need none and ignore it.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x20-\\x7e]+$' },
} as const;

/** Writes into the document what holds for routes by their method or body, whatever their controllers say: the key of a POST and 422, 400 and 403, 413 and 415. */
export function sayWhatAllRoutesDo(document: OpenAPIObject): void {
  for (const path of Object.values(document.paths)) {
    if (path.post !== undefined) {
      path.post.parameters = [...(path.post.parameters ?? []), IDEMPOTENCY_KEY];
      // The key was used with another body.
      addProblems(path.post, [422]);
    }
    for (const method of METHODS) {
      const operation = path[method];
      if (operation === undefined) continue;
      // A malformed request, and one by a foreign host name (docs/reference/rest.md, Origin), are refused at every door.
      addProblems(operation, [400, 403]);
      if (!takesJson(operation)) continue;
      addProblems(operation, [413, 415]);
      if (!asksForMembers(operation, document)) Object.assign(operation.requestBody ?? {}, { required: false });
    }
  }
}

/** A body of which every member may be left out may be left out itself. */
function asksForMembers(operation: Operation, document: OpenAPIObject): boolean {
  const body = operation.requestBody;
  const schema = body !== undefined && 'content' in body ? body.content['application/json']?.schema : undefined;
  if (schema === undefined || !('$ref' in schema)) return true;
  const named = document.components?.schemas?.[schema.$ref.split('/').at(-1) ?? ''];
  return named === undefined || '$ref' in named || (named.required ?? []).length > 0;
}

/** A stream takes any media type, and its own route says what limits it. */
function takesJson(operation: Operation): boolean {
  const body = operation.requestBody;
  return body !== undefined && 'content' in body && 'application/json' in body.content;
}

function addProblems(operation: Operation, statuses: readonly number[]): void {
  for (const status of statuses) operation.responses[status] ??= problemAnswer(status);
}
