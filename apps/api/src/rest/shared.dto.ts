import { Text } from './fields.js';

/** Who did something, as things remember it. */
export class ActorDto {
  @Text({ description: 'user, service_account, ci, anonymous or system.' })
  type: string;

  @Text()
  id: string;

  @Text()
  name: string;
}
