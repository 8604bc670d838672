import { Bool, Int, NestedList, OneOf, ReadOnly, Text } from '../fields.js';

/** How many versions of one model may stand in a stage at once. */
export const OCCUPANCIES = ['one', 'many'] as const;

/** What is decided about a stage. */
class StageRulesDto {
  @Text({ min: 1, max: 64 })
  name: string;

  @OneOf(OCCUPANCIES, { description: 'How many versions of one model may stand there at once.' })
  occupancy: 'one' | 'many';

  @Bool({ description: 'Moving into or out of it needs the production manager.' })
  protected: boolean;

  @Text({ nullable: true, max: 255, description: 'The alias that moves with its incumbent.' })
  boundAlias: string | null;
}

/** One stage definition; its place in the list is its order. What `GET /stages` shows beside it may stay and is ignored. */
export class StageDefinitionDto extends StageRulesDto {
  @ReadOnly('string')
  key?: unknown;

  @ReadOnly('integer')
  ordinal?: unknown;

  @ReadOnly('boolean')
  builtIn?: unknown;
}

/** The stages of the service, in order: None first, Archived last. */
export class DefineStagesDto {
  @NestedList(() => StageDefinitionDto, { maxItems: 64 })
  stages: StageDefinitionDto[];

  @ReadOnly('integer')
  revision?: unknown;
}

/** One stage definition as it stands. */
export class StageDefinitionViewDto extends StageRulesDto {
  @Text({ description: 'The name in lower case, by which stages match.' })
  key: string;

  @Int()
  ordinal: number;

  @Bool({ description: 'Cannot be renamed or removed.' })
  builtIn: boolean;
}

/** The stage definitions with their revision. */
export class StageDefinitionsDto {
  @NestedList(() => StageDefinitionViewDto)
  stages: StageDefinitionViewDto[];

  @Int()
  revision: number;
}
