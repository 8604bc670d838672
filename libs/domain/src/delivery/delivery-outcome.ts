/**
 * What one attempt came to, as far as the next one depends on it: accepted; failed; failed and asked to slow down; or the endpoint says
 * that it is gone for good.
 */
export type DeliveryOutcome = 'delivered' | 'failed' | 'slow_down' | 'gone';

/**
 * What an HTTP status means (Standard Webhooks 1.0.0): only 2xx is success, so a redirect is a failure; 410 disables the endpoint; 429, 502
 * and 504 ask to slow down.
 */
export function outcomeOf(status: number): DeliveryOutcome {
  if (status >= 200 && status < 300) return 'delivered';
  if (status === 410) return 'gone';
  return status === 429 || status === 502 || status === 504 ? 'slow_down' : 'failed';
}
