import { describe, expect, it } from 'vitest';
import { parseGeminiCountTokens, renderGeminiCountTokens } from './count-tokens.ts';
import { makeContext, makeRequest } from './request.fixture.ts';

describe('token counts', () => {
  it('include instructions and tools, and name the model', () => {
    const request = makeRequest({
      system: [{ type: 'text', text: 's' }],
      tools: [{ type: 'function', name: 'f' }],
      maxOutputTokens: 5,
    });
    expect(renderGeminiCountTokens(request, makeContext())).toEqual({
      generateContentRequest: {
        model: 'models/gemini-3.8-flash',
        systemInstruction: { parts: [{ text: 's' }] },
        tools: [{ functionDeclarations: [{ name: 'f' }] }],
        contents: [{ role: 'user', parts: [{ text: 'hi' }] }],
      },
    });
  });

  it('are read, zero among them; a body without one is refused', () => {
    expect(parseGeminiCountTokens({ totalTokens: 31 })).toBe(31);
    expect(parseGeminiCountTokens({ totalTokens: 0 })).toBe(0);
    expect(() => parseGeminiCountTokens({})).toThrow(expect.objectContaining({ code: 'incomplete_answer' }));
  });
});
