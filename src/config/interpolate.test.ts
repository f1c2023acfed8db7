import { describe, expect, it } from 'vitest';
import { maskSecret } from '../lib/secret.ts';
import { fillReferences, markReferences } from './interpolate.ts';
import { parseConfigFile } from './parse-config-file.ts';

function fill(
  source: string,
  variables: Record<string, string>,
  file = 'x.yaml',
): ReturnType<typeof fillReferences> {
  return fillReferences(parseConfigFile(markReferences(source), file), variables);
}

describe('references to variables', () => {
  it.each([
    ['a plain value', 'a: ${X}', { a: 'v' }],
    ['a flow mapping', 'a: { b: ${X} }', { a: { b: 'v' } }],
    ['a flow list', 'a: [${X}, ${X}]', { a: ['v', 'v'] }],
    ['quotes', 'a: "${X}"', { a: 'v' }],
    ['part of a text', 'a: http://${X}:80/', { a: 'http://v:80/' }],
  ])('are filled in within %s', (_, source, value) => {
    expect(fill(source, { X: 'v' }).value).toEqual(value);
  });

  it('are filled in within TOML text', () => {
    expect(fill('a = "${X}"', { X: 'v' }, 'x.toml').value).toEqual({ a: 'v' });
  });

  it.each(['b: 1', '"]', '# not a comment', '{x: y}', 'a\nb: c', '$&', '${Y}'])(
    'cannot change the structure of the file: %j',
    (hostile) => {
      expect(fill('a: ${X}\nlist: [${X}]', { X: hostile }).value).toEqual({ a: hostile, list: [hostile] });
    },
  );

  it('ask for nothing in a comment', () => {
    const filled = fill('a: 1 # or ${MISSING}\n# b: ${MISSING}', {});
    expect(filled.unfilled.size).toBe(0);
  });

  it('name every variable that is not set, by place', () => {
    const { unfilled } = fill('a: ${X}\nb: [1, { c: ${Y} }]', {});
    expect([...unfilled]).toEqual([
      ['a', 'names the variable ${X}, which is not set'],
      ['b[1].c', 'names the variable ${Y}, which is not set'],
    ]);
  });

  it.each(['GEMINI_API_KEY_12', '_X', 'openai_key', 'A'])('show %s, which is a name', (name) => {
    expect([...fill(`a: \${${name}}`, {}).unfilled.values()]).toEqual([
      `names the variable \${${name}}, which is not set`,
    ]);
  });

  it.each([
    'AIzaSyNotAVariable_00000000000000000abcd',
    'gsk_0123456789abcdefABCDEF0123456789abcdef',
    '_4f6c1f0e9b7a4d52a0c83e1f5b6d7c8e',
    'A4F6C1F0E9B7A4D52A0C83E1F5B6D7C8',
    'hunterTwo',
  ])('do not show %s, which may be the key itself', (key) => {
    const [text = ''] = fill(`a: \${${key}}`, {}).unfilled.values();
    expect(text).not.toContain(key);
    expect(text).toContain(maskSecret(key));
    expect(text).toContain('without ${}');
  });

  it('report what looks like one but is none', () => {
    expect([...fill("a: '${X:-1}'", { X: 'v' }).unfilled.keys()]).toEqual(['a']);
  });

  it('say which variables the file used', () => {
    expect([...fill('a: ${X}\nb: ${Y}', { X: '1', Y: '', Z: '3' }).used]).toEqual(['X', 'Y']);
  });
});
