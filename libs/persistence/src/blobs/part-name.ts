import type { ArrivedPart } from '#application/ports/blob-store';

/** A part that lies on disk: its file's name is all that has to be known of it. */
export interface PartFile extends ArrivedPart {
  readonly name: string;
}

/** `<number>-<bytes>-<SHA-256>`: what a part is stands in its name, so that it appears with its name in one step or not at all. */
export function partFileName({ number, size, tag }: ArrivedPart): string {
  return `${String(number).padStart(5, '0')}-${size}-${tag}`;
}

/** The part that a file holds, or undefined for another file. */
export function partOfName(name: string): PartFile | undefined {
  const [, number, size, tag] = /^(\d{5})-(\d{1,16})-([0-9a-f]{64})$/.exec(name) ?? [];
  return number === undefined || size === undefined || tag === undefined
    ? undefined
    : { name, number: Number(number), size: Number(size), tag };
}

/** The order in which parts lie in the blob. */
export function byNumber(one: { readonly number: number }, other: { readonly number: number }): number {
  return one.number - other.number;
}
