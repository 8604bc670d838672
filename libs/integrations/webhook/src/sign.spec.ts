import { Webhook } from 'standardwebhooks';
import { expect, it } from 'vitest';
import { generateWebhookSecret, parseWebhookSecret, signWebhook } from './sign.js';

const BODY = '{"type":"stage.changed","data":{"name":"é\u{1f511}"}}';
const now = (): Date => new Date();

it('reproduces the published vector of Standard Webhooks', () => {
  const headers = signWebhook({
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestamp: new Date(1_614_265_330_000),
    body: '{"test": 2432232314}',
    secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
  });
  expect(headers).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

it('is verified by the independent package, with either secret of a rotation', () => {
  const [old, fresh, stranger] = [generateWebhookSecret(), generateWebhookSecret(), generateWebhookSecret()];
  const rotating = { ...signWebhook({ id: 'evt_1', timestamp: now(), body: BODY, secrets: [fresh, old] }) };
  for (const secret of [old, fresh]) expect(new Webhook(secret).verify(BODY, rotating)).toEqual(JSON.parse(BODY));
  expect(() => new Webhook(stranger).verify(BODY, rotating)).toThrow();
  expect(() => new Webhook(old).verify(`${BODY} `, rotating)).toThrow();

  const afterwards = { ...signWebhook({ id: 'evt_1', timestamp: now(), body: BODY, secrets: [fresh] }) };
  expect(new Webhook(fresh).verify(BODY, afterwards)).toEqual(JSON.parse(BODY));
  expect(() => new Webhook(old).verify(BODY, afterwards)).toThrow();
});

it('keeps the id and changes timestamp and signature from attempt to attempt', () => {
  const secrets = [generateWebhookSecret()];
  const first = signWebhook({ id: 'evt_1', timestamp: new Date(1_700_000_000_999), body: BODY, secrets });
  const second = signWebhook({ id: 'evt_1', timestamp: new Date(1_700_000_005_000), body: BODY, secrets });
  expect(second['webhook-id']).toBe(first['webhook-id']);
  expect([first['webhook-timestamp'], second['webhook-timestamp']]).toEqual(['1700000000', '1700000005']);
  expect(second['webhook-signature']).not.toBe(first['webhook-signature']);
});

it('makes secrets of 32 random bytes', () => {
  const secret = generateWebhookSecret();
  expect(parseWebhookSecret(secret)).toHaveLength(32);
  expect(generateWebhookSecret()).not.toBe(secret);
});

it.each([
  '',
  'whsec_',
  'whsec_c2hvcnQ=',
  'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  'whsec_not*base64*at*all*but*long*enough*to*be',
  `whsec_${'A'.repeat(100)}`,
])('refuses "%s" as a secret without repeating it', (secret) => {
  expect(() => parseWebhookSecret(secret)).toThrow(/24 to 64 bytes/);
  if (secret.length > 10) expect(() => parseWebhookSecret(secret)).not.toThrow(secret);
});
