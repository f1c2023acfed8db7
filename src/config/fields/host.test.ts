import { expect, it } from 'vitest';
import { host } from './host.ts';

it.each([
  ['[::1]', '::1'],
  ['::1', '::1'],
  [' 127.0.0.1 ', '127.0.0.1'],
  ['gateway.lan', 'gateway.lan'],
])('%j listens on %s', (raw, address) => {
  expect(host().parse(raw)).toBe(address);
});

it.each(['', '[]', 8080])('%j is no host', (raw) => {
  expect(host().safeParse(raw).success).toBe(false);
});
