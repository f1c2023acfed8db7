import { describe, expect, it } from 'vitest';
import { parseToolCallId, renderToolCallId } from './tool-call-id.ts';

describe('a tool-call id on the wire', () => {
  it.each([
    ['toolu_01-a', true],
    ['toolu_01-a', false],
    ['functions.get_weather:0', true],
    ['functions.get_weather:0', false],
    ['grüße/1', true],
    ['', true],
    ['pollux_b_abc', true],
    ['pollux_m_abc', false],
  ])(
    'matches Anthropic’s pattern and comes back as it was: %s, given by the model: %s',
    (id, idFromModel) => {
      const wire = renderToolCallId({ id, idFromModel });
      expect(wire).toMatch(/^[a-zA-Z0-9_-]+$/u);
      expect(parseToolCallId(wire)).toEqual({ id, idFromModel });
    },
  );

  it('is the model’s own wherever that is possible', () => {
    expect(renderToolCallId({ id: 'toolu_01-a', idFromModel: true })).toBe('toolu_01-a');
  });
});
