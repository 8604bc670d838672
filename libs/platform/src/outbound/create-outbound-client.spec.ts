import { expect, it } from 'vitest';
import { outboundSchema } from '../config/outbound-config.js';
import { createOutboundClient, portsOf } from './create-outbound-client.js';

const clientFor = (allow: string, denied: readonly number[] = []) =>
  createOutboundClient(outboundSchema(false).parse({ SLIPWAY_OUTBOUND_ALLOW: allow }), denied);

it('allows the ranges and ports that the configuration names, and no others', async () => {
  const client = clientFor('10.0.0.0/8,127.0.0.1/32:8000-8100,[::1/128]:443', [8_050]);
  const refused = async (url: string): Promise<boolean> =>
    client.check(url).then(
      () => false,
      () => true,
    );
  expect(
    await Promise.all(['http://10.1.2.3:99/', 'http://127.0.0.1:8000/', 'http://127.0.0.1:8100/', 'https://[::1]/'].map(refused)),
  ).toEqual([false, false, false, false]);
  const foreign = ['http://127.0.0.1:7999/', 'http://127.0.0.1:8101/', 'http://127.0.0.1:8050/', 'http://[::1]:80/', 'http://192.168.1.1/'];
  expect(await Promise.all(foreign.map(refused))).toEqual([true, true, true, true, true]);
  await client.destroy();
});

it('finds the ports of our stores in their addresses', () => {
  expect(portsOf('postgresql://u@h/db', 'redis://h:7000', undefined)).toEqual([5432, 7000]);
});
