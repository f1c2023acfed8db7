// A client of the simulated Gemini that expects good answers.
import { expect } from 'vitest';
import type { ListeningSimulator } from './use-simulator.fixture.ts';

interface Part {
  text?: string;
  thought?: boolean;
  thoughtSignature?: string;
  functionCall?: { id?: string; name: string; args?: Record<string, unknown> };
  inlineData?: { mimeType: string; data: string };
  executableCode?: unknown;
}

export interface Answer {
  candidates: {
    content: { parts?: Part[]; role: string };
    finishReason?: string;
    groundingMetadata?: { groundingSupports: { segment: { endIndex: number } }[] };
  }[];
  usageMetadata: Record<string, number>;
  modelVersion: string;
}

/** Asks with this key. */
export function createGeminiClient(world: ListeningSimulator, key: string) {
  function post(path: string, body: unknown): Promise<Response> {
    const headers = { 'x-goog-api-key': key, 'content-type': 'application/json' };
    const url = `${world.base}/v1beta/models/${path}`;
    return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  async function generate(model: string, body: Record<string, unknown>): Promise<Answer> {
    const response = await post(`${model}:generateContent`, body);
    expect([response.status, response.status === 200 ? '' : await response.clone().text()]).toEqual([
      200,
      '',
    ]);
    return (await response.json()) as Answer;
  }

  return { post, generate };
}

/** A request of one text. */
export function say(text: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { contents: [{ role: 'user', parts: [{ text }] }], ...more };
}

export function partsOf(answer: Answer | undefined): Part[] {
  return answer?.candidates[0]?.content.parts ?? [];
}

/** What was said, without the thoughts. */
export function textOf(answers: readonly Answer[]): string {
  return answers
    .flatMap(partsOf)
    .map(({ text, thought }) => (thought ? '' : (text ?? '')))
    .join('');
}

const weather = {
  name: 'get_weather',
  parameters: { type: 'object', properties: { city: { type: 'STRING' } } },
};
const clockTool = {
  name: 'get_time',
  parametersJsonSchema: { type: 'object', properties: { zone: { type: ['string', 'null'] } } },
};
/** Two functions, each with its parameters in one of the two forms. */
export const tools = [{ functionDeclarations: [weather, clockTool] }];
