import type { EndpointState } from '#domain/delivery/endpoint-health';
import { SlipwayError } from '#domain/errors/slipway-error';

/**
 * Asked before deliveries become pending again: at an endpoint that answered 410 or was deleted they would wait for nothing. At one that is
 * paused or disabled they wait until it is active.
 * @param state null where the endpoint was deleted.
 * @throws SlipwayError INVALID_STATE, saying what to do first.
 */
export function requireReceiver(endpointId: string, state: EndpointState | null): void {
  if (state === null) {
    throw new SlipwayError('INVALID_STATE', `The webhook endpoint ${endpointId} was deleted: nothing can be sent to it again.`);
  }
  if (state !== 'gone') return;
  throw new SlipwayError(
    'INVALID_STATE',
    `The webhook endpoint ${endpointId} is gone (it answered 410): make it active again first (PATCH with state "active"), then redeliver.`,
  );
}
