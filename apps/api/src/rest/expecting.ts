/** The revision of an If-Match header as a command takes it: absent where the header names none. */
export function expecting(revision: number | undefined): { readonly expectedRevision?: number } {
  return revision === undefined ? {} : { expectedRevision: revision };
}
