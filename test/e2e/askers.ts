// One question asked through each SDK, whole and streamed: what scenarios use that hold for all of them.

import { MODEL, type Sdks } from './sdk-world.ts';

export interface Asker {
  readonly name: string;
  /** Resolves with the whole text only when the SDK holds the answer to be finished. */
  ask(sdks: Sdks, text: string, model?: string): Promise<string>;
}

const openai: Asker = {
  name: 'openai',
  async ask({ openai: sdk }, content, model = MODEL) {
    const answer = await sdk.chat.completions.create({ model, messages: [{ role: 'user', content }] });
    return answer.choices[0]?.message.content ?? '';
  },
};

const openaiStream: Asker = {
  name: 'openai stream',
  async ask({ openai: sdk }, content, model = MODEL) {
    const messages = [{ role: 'user' as const, content }];
    const answer = await sdk.chat.completions.stream({ model, messages }).finalChatCompletion();
    return answer.choices[0]?.message.content ?? '';
  },
};

const anthropic: Asker = {
  name: 'anthropic',
  async ask({ anthropic: sdk }, content, model = MODEL) {
    const messages = [{ role: 'user' as const, content }];
    const message = await sdk.messages.create({ model, max_tokens: 1000, messages });
    return message.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
  },
};

const anthropicStream: Asker = {
  name: 'anthropic stream',
  async ask({ anthropic: sdk }, content, model = MODEL) {
    const messages = [{ role: 'user' as const, content }];
    return sdk.messages.stream({ model, max_tokens: 1000, messages }).finalText();
  },
};

const genai: Asker = {
  name: 'genai',
  async ask({ genai: sdk }, contents, model = MODEL) {
    return (await sdk.models.generateContent({ model, contents })).text ?? '';
  },
};

const genaiStream: Asker = {
  name: 'genai stream',
  async ask({ genai: sdk }, contents, model = MODEL) {
    let text = '';
    let finish: string | undefined;
    for await (const chunk of await sdk.models.generateContentStream({ model, contents })) {
      text += chunk.text ?? '';
      finish = chunk.candidates?.[0]?.finishReason ?? finish;
    }
    // This SDK has no accumulator: a stream without a finish reason is what its users take for broken.
    if (finish === undefined) throw new Error('the stream ended without a finish reason');
    return text;
  },
};

export const wholeAskers: readonly Asker[] = [openai, anthropic, genai];
export const streamAskers: readonly Asker[] = [openaiStream, anthropicStream, genaiStream];
export const allAskers: readonly Asker[] = [...wholeAskers, ...streamAskers];
