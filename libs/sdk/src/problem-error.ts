/** One place in the input that is wrong, or one reason of a refusal. */
export interface ProblemDetail {
  readonly pointer?: string;
  readonly code: string;
  readonly message: string;
}

/** The service said no: the problem document of its answer (RFC 9457). */
export class ProblemError extends Error {
  constructor(
    readonly status: number,
    /** Stable word for programs, such as `STAGE_HELD`; `UNKNOWN` where something in between answered. */
    readonly code: string,
    message: string,
    readonly errors: readonly ProblemDetail[],
    readonly requestId: string | null,
    /** Every member of the document, for those that only some problems have (`incumbent`, `etag`, ...). */
    readonly document: Readonly<Record<string, unknown>>,
  ) {
    super(message);
    this.name = 'ProblemError';
  }

  /** Reads an answer that is no success; a body that is no problem document (a proxy's page) becomes `UNKNOWN`. */
  static async from(response: Response): Promise<ProblemError> {
    const document = recordOf(await response.text());
    const text = (name: string): string | undefined => (typeof document[name] === 'string' ? document[name] : undefined);
    const errors = Array.isArray(document['errors']) ? document['errors'].filter(isDetail) : [];
    const requestId = text('requestId') ?? response.headers.get('x-request-id');
    const message = text('detail') ?? text('title') ?? `The service answered ${response.status} ${response.statusText}.`;
    return new ProblemError(response.status, text('code') ?? 'UNKNOWN', message, errors, requestId, document);
  }
}

function recordOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isDetail(value: unknown): value is ProblemDetail {
  return isRecord(value) && typeof value['code'] === 'string' && typeof value['message'] === 'string';
}
