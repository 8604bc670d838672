/** Makes prefixed, time-sortable, unguessable ids such as `mdl_01J...`. */
export abstract class Ids {
  abstract next(prefix: IdPrefix): string;
}

/** One prefix for each kind of thing, so that an id says what it names. */
export type IdPrefix =
  | 'mdl' // registered model
  | 'ver' // model version
  | 'blb' // blob
  | 'upl' // upload by parts
  | 'prm' // promotion
  | 'apr' // approval
  | 'cmt' // promotion comment
  | 'qrt' // quarantine
  | 'evt' // event
  | 'aud' // audit entry
  | 'whk' // webhook endpoint
  | 'dlv' // delivery
  | 'rdl' // redelivery of a span of time
  | 'dpt' // deploy target
  | 'dpl' // deployment
  | 'usr' // user
  | 'grp' // group
  | 'sva' // service account
  | 'tok' // API token
  | 'rol'; // role binding
