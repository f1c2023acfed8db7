import { expect, it } from 'vitest';
import { parseRustLog } from './rust-log.ts';

it.each([
  ['info', 'info'],
  ['DEBUG', 'debug'],
  ['gateway=debug,info', 'info'],
  ['warn,hyper=off', 'warn'],
  ['gateway=debug', 'debug'],
  ['gateway::http=trace,hyper=error', 'trace'],
  ['info/some text', 'info'],
  ['gateway', undefined],
  ['gateway=loud', undefined],
  [',', undefined],
])('the filter %j stands for the level %j', (filter, level) => {
  expect(parseRustLog(filter)).toBe(level);
});
