// Answers of Google's own tools: search grounding and executed code. https://ai.google.dev/gemini-api/docs/google-search
import type { JsonObject } from '../../lib/json.ts';
import { FOUND_SOURCE } from '../found-source.ts';
import { wireField, wireList } from './wire-field.ts';

/** `search` is `googleSearch` or its older `googleSearchRetrieval`, `code` is `codeExecution`. */
export interface BuiltInTools {
  readonly search: boolean;
  readonly code: boolean;
}

/** Which of Google's own tools a request offers. */
export function readBuiltInTools(body: unknown): BuiltInTools {
  const tools = wireList(body, 'tools');
  const has = (name: string): boolean => tools.some((tool) => wireField(tool, name) !== undefined);
  return { search: has('googleSearch') || has('googleSearchRetrieval'), code: has('codeExecution') };
}

/** The two parts that stand before the text when code was run. */
export function createCodeParts(): JsonObject[] {
  return [
    { executableCode: { language: 'PYTHON', code: 'print(6 * 7)\n' } },
    { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '42\n' } },
  ];
}

/** Grounding of the whole `text`; indices are UTF-8 byte offsets, as Google's are. */
export function createGrounding(text: string, query: string): JsonObject {
  return {
    webSearchQueries: [query.slice(0, 60)],
    searchEntryPoint: { renderedContent: '<div class="container">Simulated search suggestions</div>' },
    groundingChunks: [{ web: { uri: FOUND_SOURCE.url, title: FOUND_SOURCE.title } }],
    groundingSupports: [
      { segment: { startIndex: 0, endIndex: Buffer.byteLength(text), text }, groundingChunkIndices: [0] },
    ],
  };
}
