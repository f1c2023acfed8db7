// Items of a provider's answer, and the events that they are streamed in. For tests only.

import { asString, type JsonObject } from '../../lib/json.ts';

export const reasoning = {
  id: 'rs_1',
  type: 'reasoning',
  summary: [
    { type: 'summary_text', text: 'first' },
    { type: 'summary_text', text: 'second' },
  ],
  encrypted_content: 'enc',
};
const annotation = {
  type: 'url_citation',
  url: 'https://a.example',
  title: 'A',
  start_index: 0,
  end_index: 2,
};
export const said = {
  id: 'msg_1',
  type: 'message',
  status: 'completed',
  role: 'assistant',
  content: [{ type: 'output_text', text: 'grüße 🎉', annotations: [annotation], logprobs: [] }],
};
export const call = {
  id: 'fc_1',
  type: 'function_call',
  status: 'completed',
  call_id: 'call_1',
  name: 'f',
  arguments: '{"n":12345678901234567890}',
};
export const custom = {
  id: 'ctc_1',
  type: 'custom_tool_call',
  status: 'completed',
  call_id: 'call_2',
  name: 'p',
  input: 'a\n"b"',
};
export const search = {
  id: 'ws_1',
  type: 'web_search_call',
  status: 'completed',
  action: { type: 'search', query: 'q' },
};
export const refused = {
  id: 'msg_2',
  type: 'message',
  status: 'completed',
  role: 'assistant',
  content: [{ type: 'refusal', refusal: 'no' }],
};
export const usage = {
  input_tokens: 9,
  input_tokens_details: { cached_tokens: 4, cache_write_tokens: 0 },
  output_tokens: 5,
  output_tokens_details: { reasoning_tokens: 3 },
  total_tokens: 14,
};

export function response(output: JsonObject[], fields: JsonObject = {}): JsonObject {
  return {
    id: 'resp_1',
    object: 'response',
    status: 'completed',
    model: 'gpt-5.2',
    error: null,
    incomplete_details: null,
    output,
    usage,
    ...fields,
  };
}

/** The events that an item is streamed in. */
export function itemEvents(item: JsonObject, output_index: number): JsonObject[] {
  const place = { item_id: item['id'], output_index };
  const added = {
    ...item,
    ...(item['type'] === 'message' && { content: [] }),
    ...(item['type'] === 'reasoning' && { summary: [] }),
  };
  const inner: JsonObject[] = [];
  if (item === reasoning) {
    for (const [summary_index, part] of reasoning.summary.entries()) {
      inner.push({
        type: 'response.reasoning_summary_part.added',
        ...place,
        summary_index,
        part: { ...part, text: '' },
      });
      for (const delta of part.text)
        inner.push({ type: 'response.reasoning_summary_text.delta', ...place, summary_index, delta });
      inner.push({ type: 'response.reasoning_summary_text.done', ...place, summary_index, text: part.text });
    }
  } else if (item === said) {
    const [part] = said.content;
    inner.push({
      type: 'response.content_part.added',
      ...place,
      content_index: 0,
      part: { ...part, text: '', annotations: [] },
    });
    for (const delta of part?.text ?? '')
      inner.push({ type: 'response.output_text.delta', ...place, content_index: 0, delta, logprobs: [] });
    inner.push({
      type: 'response.output_text.annotation.added',
      ...place,
      content_index: 0,
      annotation_index: 0,
      annotation,
    });
    inner.push({ type: 'response.output_text.done', ...place, content_index: 0, text: part?.text });
    inner.push({ type: 'response.content_part.done', ...place, content_index: 0, part });
  } else if (item === call) {
    for (const delta of call.arguments)
      inner.push({ type: 'response.function_call_arguments.delta', ...place, delta });
    inner.push({
      type: 'response.function_call_arguments.done',
      ...place,
      name: 'f',
      arguments: call.arguments,
    });
  } else if (item === custom) {
    inner.push({ type: 'response.custom_tool_call_input.delta', ...place, delta: custom.input });
  } else if (item === refused) {
    inner.push({ type: 'response.refusal.delta', ...place, content_index: 0, delta: 'no' });
  }
  return [
    { type: 'response.output_item.added', output_index, item: added },
    ...inner,
    { type: 'response.output_item.done', output_index, item },
  ];
}

export const begun = {
  type: 'response.created',
  response: response([], { status: 'in_progress', usage: null }),
};

export function stream(output: JsonObject[], last: JsonObject = response(output)): JsonObject[] {
  const items = output.flatMap((item, index) => itemEvents(item, index));
  return [begun, ...items, { type: `response.${asString(last['status'])}`, response: last }];
}
