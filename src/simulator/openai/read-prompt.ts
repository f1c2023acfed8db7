// From a Chat Completions request to what the simulated model is asked.
import { asArray, asBoolean, asNumber, asObject, asString } from '../../lib/json.ts';
import type { OfferedTool, Prompt, SeenMedium } from '../simulated-mind.ts';
import { isReasoningModel } from './model-catalog.ts';

/** Reads a checked request for `model`. */
export function readChatPrompt(body: unknown, model: string, huge: boolean): Prompt {
  const request = asObject(body) ?? {};
  const messages = asArray(request['messages']);
  const lastUser = messages.findLast((message) => asObject(message)?.['role'] === 'user');
  const format = asObject(request['response_format']);
  const stop = request['stop'];
  const effort = asString(request['reasoning_effort']);
  return {
    lastUserText: textOf(asObject(lastUser)?.['content']),
    media: asArray(asObject(lastUser)?.['content']).flatMap(mediumOf),
    toolResults: toolResults(messages),
    toolRounds: messages.filter((message) => asArray(asObject(message)?.['tool_calls']).length > 0).length,
    tools: asArray(request['tools']).flatMap((tool) => toolOf(asObject(tool)?.['function'])),
    ...readToolChoice(request['tool_choice']),
    parallelTools: asBoolean(request['parallel_tool_calls']),
    schema: asObject(format?.['json_schema'])?.['schema'],
    jsonMode: format?.['type'] === 'json_object',
    thinks: isReasoningModel(model)
      ? effort !== undefined && effort !== 'none' && effort !== 'minimal'
      : model.includes('reasoner'),
    stopSequences: typeof stop === 'string' ? [stop] : asArray(stop).map(String),
    maxTokens: asNumber(request['max_completion_tokens']) ?? asNumber(request['max_tokens']),
    huge,
  };
}

/** `auto`, `none`, `required`, or one tool by name: flat in Responses, nested in Chat. */
export function readToolChoice(choice: unknown): Pick<Prompt, 'toolMode' | 'allowedTools'> {
  if (choice === 'none') return { toolMode: 'none' };
  if (choice === 'required') return { toolMode: 'any' };
  const given = asObject(choice);
  const name = asString(asObject(given?.['function'])?.['name'] ?? given?.['name']);
  if (name !== undefined) return { toolMode: 'any', allowedTools: [name] };
  const allowed =
    asObject(given?.['allowed_tools']) ?? (given?.['type'] === 'allowed_tools' ? given : undefined);
  if (!allowed) return { toolMode: 'auto' };
  const names = asArray(allowed['tools']).flatMap((tool) => toolOf(asObject(tool)?.['function'] ?? tool));
  return {
    toolMode: allowed['mode'] === 'required' ? 'any' : 'auto',
    allowedTools: names.map(({ name }) => name),
  };
}

/** A declared function as a list of one; empty for anything without a name. */
export function toolOf(declaration: unknown): OfferedTool[] {
  const given = asObject(declaration);
  const name = asString(given?.['name']);
  return name === undefined
    ? []
    : [{ name, schema: given?.['parameters'] ?? { type: 'object', properties: {} } }];
}

/** Text of a content that is a string or a list of parts. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  return asArray(content)
    .map((part) => asString(asObject(part)?.['text']) ?? '')
    .join('');
}

/** Chat's `image_url`, `input_audio`, `file`; Responses' `input_image`, `input_file`. */
export function mediumOf(part: unknown): SeenMedium[] {
  const given = asObject(part);
  const audio = asObject(given?.['input_audio']);
  if (audio)
    return [
      {
        mimeType: `audio/${asString(audio['format']) ?? '*'}`,
        sizeBytes: base64Bytes(asString(audio['data']) ?? ''),
      },
    ];
  const file = asObject(given?.['file']) ?? given;
  const url =
    asString(given?.['image_url']) ??
    asString(asObject(given?.['image_url'])?.['url']) ??
    asString(file?.['file_data']);
  if (url === undefined) return [];
  const data = /^data:([^;,]+)[^,]*,(.*)$/su.exec(url);
  return [{ mimeType: data?.[1] ?? 'image/*', sizeBytes: base64Bytes(data?.[2] ?? '') }];
}

function base64Bytes(data: string): number {
  return Buffer.byteLength(data, 'base64');
}

function toolResults(messages: readonly unknown[]): Prompt['toolResults'] {
  const last = messages.findLastIndex((message) => asObject(message)?.['role'] !== 'tool');
  const calls = asArray(asObject(messages[last])?.['tool_calls']);
  return messages.slice(last + 1).map((message) => {
    const given = asObject(message);
    const call = calls.find((candidate) => asObject(candidate)?.['id'] === given?.['tool_call_id']);
    return {
      name: asString(asObject(asObject(call)?.['function'])?.['name']) ?? '?',
      text: textOf(given?.['content']),
    };
  });
}
