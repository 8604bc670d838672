import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { Int, NestedList, OneOf, Text } from './fields.js';
import { ERROR_CODES } from '#domain/errors/error-code';

/** One place or reason of a problem. */
export class ProblemDetailDto {
  @Text({ optional: true, description: 'JSON pointer into the body, or the name of the parameter.' })
  pointer?: string;

  @Text({ description: 'Stable word for programs.' })
  code: string;

  @Text({ description: 'What is wrong and what would make it right.' })
  message: string;
}

/** A problem document (RFC 9457). */
export class ProblemDto {
  @Text({ description: 'Address of a page about this code.' })
  type: string;

  @Text()
  title: string;

  @Int()
  status: number;

  @Text()
  detail: string;

  @Text()
  instance: string;

  @OneOf(Object.keys(ERROR_CODES))
  code: string;

  @Text()
  requestId: string;

  @NestedList(() => ProblemDetailDto, { optional: true })
  errors?: ProblemDetailDto[];
}

const WORDS: Readonly<Record<number, string>> = {
  400: 'Malformed',
  401: 'A valid credential is required',
  403: 'A right is missing; the detail names it',
  404: 'No such thing, or none that you may see',
  409: 'The state, or a change by somebody else, does not allow it',
  412: 'Changed since it was read',
  413: 'The body is over the limit',
  415: 'The media type is not taken',
  416: 'The range lies outside',
  422: 'Refused by a rule; `errors` lists the reasons',
  428: 'If-Match is required',
  429: 'Too many requests',
  503: 'The database cannot do it now; see Retry-After',
  507: 'The store is full',
};

/** How the document says that a route may answer this problem. */
export function problemAnswer(status: number): {
  description: string;
  content: Record<string, { schema: { $ref: string } }>;
} {
  const content = { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDto) } } };
  return { description: WORDS[status] ?? 'Problem', content };
}

/** Documents the problems that a route may answer, beside those that every route may (400, 401, 429, 503). */
export function Problems(...statuses: readonly number[]): MethodDecorator {
  const all = [...new Set([400, 401, ...statuses, 429, 503])];
  return applyDecorators(ApiExtraModels(ProblemDto), ...all.map((status) => ApiResponse({ status, ...problemAnswer(status) })));
}
