import { DEFAULT_WORKSPACE, type CommandContext } from './command-context.js';

/** The context of what the service does by itself: schedules, expiries, the relay. */
export function systemContext(workspace: string = DEFAULT_WORKSPACE): CommandContext {
  return {
    workspace,
    actor: { type: 'system', id: 'system', name: 'system' },
    door: 'automation',
    client: null,
    requestId: null,
    idempotency: null,
  };
}
