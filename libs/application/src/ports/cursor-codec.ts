/** The place in a list after which the next page starts: the values of the columns that it is ordered by. */
export type CursorKey = readonly (string | number)[];

/** Turns keyset positions into opaque texts that a caller can hand back but not make or move to another list. */
export abstract class CursorCodec {
  /** `scope` names the list with its filter and its order: a cursor is good for that only. */
  abstract encode(scope: string, key: CursorKey): string;
  /** @throws SlipwayError INVALID_CURSOR when the text was not made by `encode` for this scope. */
  abstract decode(scope: string, cursor: string): CursorKey;
}
