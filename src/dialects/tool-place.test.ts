import { expect, it } from 'vitest';
import { toolPlace } from './tool-place.ts';

it.each([
  ['web_search', 'tools[web_search]'],
  ['mcp__files/read.v1', 'tools[mcp__files/read.v1]'],
  ['a], b\n', 'tools[a___b_]'],
  ['x'.repeat(100), `tools[${'x'.repeat(64)}]`],
  ['', 'tools[]'],
])('a lost tool called %j is told as %s', (name, told) => {
  expect(toolPlace(name)).toBe(told);
});
