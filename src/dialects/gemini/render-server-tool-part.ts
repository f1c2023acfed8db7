// Calls and results of tools that a provider ran itself, on their way back into the conversation.

import type { ServerToolPart } from '../../canon/content.ts';
import type { Loss } from '../../canon/loss.ts';
import { asObject, asString, type JsonObject } from '../../lib/json.ts';

/** Google's own part goes back as it came; code that ran elsewhere is told in Google's words; the rest is lost. */
export function renderServerToolPart(part: ServerToolPart, loss: Loss): JsonObject | undefined {
  const verbatim = part.extras?.gemini;
  if (verbatim) return { ...verbatim };
  const data = asObject(part.data);
  if (part.name === 'code_execution' && part.phase === 'call') {
    const code = asString(data?.['code']);
    if (code !== undefined)
      return { executableCode: { language: asString(data?.['language']) ?? 'PYTHON', code } };
  }
  if (part.name === 'code_execution' && part.phase === 'result') {
    const outcome = asString(data?.['outcome']);
    const output = asString(data?.['output']) ?? '';
    if (outcome !== undefined) return { codeExecutionResult: { outcome, output } };
  }
  loss.add(`${part.name} ${part.phase}`);
  return undefined;
}
