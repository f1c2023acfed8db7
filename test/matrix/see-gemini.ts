// What a Gemini provider was asked.

import { nameMedium, namesOf, nameTool, type Seen } from './seen.ts';
import { at, listAt, objectAt, textAt } from './wire.ts';

/** Reads a recorded body. */
export function seeGemini(body: unknown): Seen {
  const lines = listAt(body, 'contents').flatMap((content) => {
    const who = textAt(content, 'role') === 'model' ? 'assistant' : 'user';
    return listAt(content, 'parts').flatMap((part) => linesOf(who, part));
  });
  const tools = listAt(body, 'tools');
  const config = objectAt(body, 'generationConfig');
  const thinking = objectAt(config, 'thinkingConfig');
  const level = textAt(thinking, 'thinkingLevel').toUpperCase();
  return {
    system: listAt(body, 'systemInstruction', 'parts')
      .map((part) => textAt(part, 'text'))
      .join('\n'),
    lines,
    tools: tools.flatMap((tool) =>
      listAt(tool, 'functionDeclarations').map((declared) => {
        const schema = at(declared, 'parametersJsonSchema') ?? at(declared, 'parameters');
        return nameTool(textAt(declared, 'name'), textAt(declared, 'description'), schema);
      }),
    ),
    search: tools.some((tool) => at(tool, 'googleSearch') !== undefined),
    schema: namesOf(config['responseJsonSchema'] ?? config['responseSchema']),
    maxTokens: config['maxOutputTokens'] as number | undefined,
    stop: listAt(config, 'stopSequences').map(String),
    thinks: (level !== '' && level !== 'MINIMAL') || Number(thinking['thinkingBudget'] ?? 0) !== 0,
  };
}

function linesOf(who: string, part: unknown): readonly string[] {
  const call = objectAt(part, 'functionCall');
  if (call['name'] !== undefined) return [`call ${textAt(call, 'name')} ${JSON.stringify(call['args'])}`];
  const result = objectAt(part, 'functionResponse');
  if (result['name'] !== undefined) {
    const response = objectAt(result, 'response');
    const said = response['output'] ?? response['result'] ?? response;
    return [
      `result ${textAt(result, 'name')}: ${typeof said === 'string' ? said : JSON.stringify(said)}`,
      ...listAt(result, 'parts').flatMap((inner) => linesOf(who, inner)),
    ];
  }
  const data = textAt(part, 'inlineData', 'data');
  return [
    data === ''
      ? `${who}: ${textAt(part, 'text')}`
      : nameMedium(textAt(part, 'inlineData', 'mimeType'), data),
  ];
}
