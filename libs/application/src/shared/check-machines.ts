import { checkMachine, DELIVERY_MACHINE } from '#domain/delivery/delivery-machine';
import { ENDPOINT_MACHINE } from '#domain/delivery/endpoint-health';
import { checkTransitions } from '#domain/deployment/deployment-machine';
import { checkPromotionTransitions } from '#domain/promotion/promotion-machine';

/**
 * Every program asks this once as it is built, before it connects to anything.
 * @throws Error naming the table and the state: a hole in a transition table stops the boot, not a customer.
 */
export function checkMachines(): void {
  checkPromotionTransitions();
  checkTransitions();
  checkMachine(DELIVERY_MACHINE);
  checkMachine(ENDPOINT_MACHINE);
}
