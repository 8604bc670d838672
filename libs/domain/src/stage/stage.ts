/** How many versions of one model may stand in a stage at once. */
export type Occupancy = 'one' | 'many';

/** A stage as its definition says it is. */
export interface Stage {
  /** Its spelling; stages match case-insensitively by `key`. */
  readonly name: string;
  /** The name in lower case. */
  readonly key: string;
  readonly ordinal: number;
  readonly occupancy: Occupancy;
  /** Moving into or out of it needs the production manager's right. */
  readonly protected: boolean;
  /** The alias that moves with its incumbent. */
  readonly boundAlias: string | null;
}

/** Where a new version stands. */
export const NONE = 'None';
/** Where a version goes that another one displaced, or that was taken away. */
export const ARCHIVED = 'Archived';

/** True for None and Archived: versions there serve nobody, so deleting one needs no stage right and a damaged one may rest there. */
export function isIdleStage(key: string): boolean {
  return key === 'none' || key === 'archived';
}
