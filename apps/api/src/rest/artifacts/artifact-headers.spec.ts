import { expect, it } from 'vitest';
import { contentDisposition } from './artifact-headers.js';

it.each([
  ['model/weights.bin', `attachment; filename="weights.bin"; filename*=UTF-8''weights.bin`],
  ['a "b"; x=\\y.txt', `attachment; filename="a _b__ x__y.txt"; filename*=UTF-8''a%20%22b%22%3B%20x%3D%5Cy.txt`],
  ['größe €.txt', `attachment; filename="gr__e _.txt"; filename*=UTF-8''gr%C3%B6%C3%9Fe%20%E2%82%AC.txt`],
  ["it's (1)*.txt", `attachment; filename="it_s _1__.txt"; filename*=UTF-8''it%27s%20%281%29%2A.txt`],
  ['a\r\nSet-Cookie: x', `attachment; filename="a__Set-Cookie_ x"; filename*=UTF-8''a%0D%0ASet-Cookie%3A%20x`],
  ['100%', `attachment; filename="100_"; filename*=UTF-8''100%25`],
])('names %j so that nothing of it is read as a header', (path, header) => {
  expect(contentDisposition(path)).toBe(header);
});
