import type { TestAnswer, TestApi } from '#testing/api/test-api';

/** What an upload looks like to a client. */
export interface ShownUpload {
  readonly id: string;
  readonly state: string;
  readonly size: number | null;
  readonly partSize: number;
  readonly partCount: number;
  readonly arrivedParts: number;
  readonly arrivedBytes: number;
  readonly verifiedBytes: number;
  readonly failure: string | null;
  readonly parts: readonly {
    readonly number: number;
    readonly size: number;
    readonly arrived: boolean;
    readonly url: string | null;
  }[];
  readonly nextAfter: number | null;
}

/** A problem as a client sees it. */
export interface ShownProblem {
  readonly code: string;
  readonly detail: string;
  readonly missing?: readonly number[];
  readonly errors?: readonly { readonly code: string; readonly pointer?: string }[];
}

/** Puts bytes to the address of a part, without any credential. */
export async function putTo(url: string | null | undefined, bytes: Uint8Array, headers: Record<string, string> = {}): Promise<Response> {
  if (!url) throw new Error('the part has no address');
  return fetch(url, { method: 'PUT', body: Uint8Array.from(bytes), headers });
}

/** Completes an upload, however often it has to be asked. */
export async function completed(
  api: Pick<TestApi, 'request'>,
  url: string,
  token?: string,
): Promise<TestAnswer<ShownUpload & ShownProblem>> {
  for (;;) {
    const answer = await api.request<ShownUpload & ShownProblem>('POST', `${url}/complete`, token === undefined ? {} : { token });
    if (answer.status !== 202) return answer;
  }
}
