// The table: everything that a conversation can be made of, once, for all doors and providers.

import { nameMedium, type Seen } from './seen.ts';
import type { Feature, Heard, Medium, OfferedTool, Saying } from './scenario.ts';

export interface Scenario {
  /** As the fidelity page calls it. */
  readonly name: string;
  readonly saying: Saying;
  /** What a door must have words for. */
  readonly needs?: Feature;
  /** Which of the provider's models is asked. */
  readonly thinks?: boolean;
  /** The provider's model that searches is asked. */
  readonly cited?: boolean;
  readonly fault?: string;
  /** Asked once before, so that a cache knows it. */
  readonly twice?: boolean;
  /** What the answer is in any case; the rest is what the provider said. */
  readonly heard: Partial<Heard>;
  /** What it is on single providers. */
  readonly heardOn?: Readonly<Record<string, Partial<Heard>>>;
  /** Of the text where vendors differ in how they quote. */
  readonly matches?: RegExp;
  /** Expected `x-pollux-loss` by provider, or by `door>provider` where doors differ. */
  readonly lost?: Readonly<Record<string, string>>;
  /** What a provider sees otherwise than it was said, by provider, or by `door>provider` where doors differ. */
  readonly seen?: Readonly<Record<string, Partial<Seen>>>;
}

const CITY: Readonly<Record<string, unknown>> = {
  type: 'object',
  properties: { city: { type: 'string' }, days: { type: 'integer' } },
  required: ['city', 'days'],
  additionalProperties: false,
};

function tool(name: string): OfferedTool {
  return { name, description: `does ${name}`, schema: CITY };
}

const image: Medium = {
  kind: 'image',
  mimeType: 'image/png',
  data: Buffer.from('89504e470d0a1a0a0000000d49484452cafe', 'hex').toString('base64'),
};
const pdf: Medium = {
  kind: 'document',
  mimeType: 'application/pdf',
  data: Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\n').toString('base64'),
};
const audio: Medium = {
  kind: 'audio',
  mimeType: 'audio/wav',
  data: Buffer.from('RIFF\u0004\u0000\u0000\u0000WAVEfmt ').toString('base64'),
};

const NAMED_DOCUMENT: readonly string[] = [
  'user: What is this?',
  'user: file.pdf\n',
  nameMedium(pdf.mimeType, pdf.data),
];

const args = { city: 'Sparta', days: 2 };
const tools = [tool('get_weather'), tool('get_time')];
const question =
  'Tell me of Castor and of Pollux, the twins, and of how the one shared his days with the other.';
const statutes = `The law of the house. ${'Every guest is fed before he is asked his name. '.repeat(110)}`;

export const scenarios: readonly Scenario[] = [
  {
    name: 'Text',
    saying: { turns: [{ user: [question] }] },
    heard: { text: `You said: ${question}`, ended: 'stop' },
  },
  {
    name: 'Instructions and several turns',
    saying: {
      system: 'Answer as a Spartan would.',
      turns: [{ user: ['Who are you?'] }, { assistant: 'Leda’s son — 卵.' }, { user: ['Which one? 🐎'] }],
    },
    heard: { text: 'You said: Which one? 🐎', ended: 'stop' },
  },
  {
    name: 'Tool call',
    saying: { turns: [{ user: ['Use get_weather now'] }], tools },
    heard: { text: '', ended: 'tools' },
  },
  {
    name: 'Parallel tool calls',
    saying: { turns: [{ user: ['Use get_weather and get_time now'] }], tools },
    heard: { text: '', ended: 'tools' },
  },
  {
    name: 'Results of parallel tools',
    saying: {
      tools,
      turns: [
        { user: ['Use get_weather and get_time now'] },
        {
          calls: [
            { id: 'call_0001', name: 'get_weather', args },
            { id: 'call_0002', name: 'get_time', args },
          ],
        },
        {
          results: [
            { id: 'call_0001', name: 'get_weather', pieces: ['sunny'] },
            { id: 'call_0002', name: 'get_time', pieces: ['noon'] },
          ],
        },
      ],
    },
    heard: { ended: 'stop' },
    matches: /get_weather = .*sunny.*; get_time = .*noon/u,
  },
  {
    name: 'Tool result with an image',
    needs: 'result-image',
    saying: {
      tools,
      turns: [
        { user: ['Use get_weather now'] },
        { calls: [{ id: 'call_0001', name: 'get_weather', args }] },
        { results: [{ id: 'call_0001', name: 'get_weather', pieces: ['the map', image] }] },
      ],
    },
    heard: { ended: 'stop' },
  },
  {
    name: 'Thinking',
    thinks: true,
    saying: { turns: [{ user: [question] }], thinks: true },
    heard: { text: `You said: ${question}`, ended: 'stop' },
  },
  {
    name: 'Image',
    saying: { turns: [{ user: ['What is this?', image] }] },
    heard: { ended: 'stop' },
    matches: /image\/png \(18 bytes\)/u,
  },
  {
    name: 'Document (PDF)',
    saying: { turns: [{ user: ['What is this?', pdf] }] },
    heard: { ended: 'stop' },
    matches: /application\/pdf \(29 bytes\)/u,
    // OpenAI wants every file to have a name, which Gemini is told in words.
    seen: {
      'OpenAI Chat Completions>Gemini': { lines: NAMED_DOCUMENT },
      'OpenAI Responses>Gemini': { lines: NAMED_DOCUMENT },
    },
  },
  {
    name: 'Audio',
    needs: 'audio',
    saying: { turns: [{ user: ['What is this?', audio] }] },
    heard: { ended: 'stop' },
    lost: { Anthropic: 'audio', 'OpenAI Responses': 'audio' },
    seen: {
      Anthropic: { lines: ['user: What is this?'] },
      'OpenAI Responses': { lines: ['user: What is this?'] },
    },
  },
  {
    name: 'JSON schema',
    saying: { turns: [{ user: ['Where and how long?'] }], schema: CITY },
    heard: { ended: 'stop' },
    matches: /^\{"city":.*"days":/u,
  },
  {
    name: 'Withheld answer',
    fault: 'finish-SAFETY',
    saying: { turns: [{ user: [question] }] },
    heard: { text: '', ended: 'blocked' },
  },
  {
    name: 'Token ceiling',
    saying: { turns: [{ user: [question] }], maxTokens: 16 },
    heard: { ended: 'length' },
  },
  {
    name: 'Stop sequence',
    needs: 'stop',
    saying: { turns: [{ user: [question] }], stop: ['Pollux'] },
    heard: { text: 'You said: Tell me of Castor and of ', ended: 'stop' },
    heardOn: { 'OpenAI Responses': { text: `You said: ${question}` } },
    lost: { 'OpenAI Responses': 'stop' },
    seen: { 'OpenAI Responses': { stop: [] } },
  },
  {
    name: 'Web search by the provider',
    needs: 'search',
    saying: { turns: [{ user: ['Who won at Olympia?'] }], search: true },
    heard: { text: 'You said: Who won at Olympia?', ended: 'stop' },
    lost: { 'OpenAI Chat Completions': 'tools[web_search]' },
    seen: { 'OpenAI Chat Completions': { search: false } },
  },
  {
    name: 'Citations of a web search',
    needs: 'search',
    cited: true,
    saying: { turns: [{ user: ['Who won at Olympia?'] }], search: true },
    heard: {
      text: 'You said: Who won at Olympia?',
      sources: ['example.com <https://example.com/castor>'],
      ended: 'stop',
    },
  },
  {
    name: 'Citations of a document',
    needs: 'document-citations',
    saying: { turns: [{ user: ['What is this?', pdf] }], cites: true },
    heard: { ended: 'stop' },
    lost: {
      'OpenAI Chat Completions': 'messages.0.content.1.citations',
      'OpenAI Responses': 'messages.0.content.1.citations',
      Gemini: 'messages.0.content.1.citations',
    },
  },
  {
    name: 'Prompt cache and its usage',
    needs: 'cache',
    twice: true,
    saying: { system: statutes, turns: [{ user: ['May I come in?'] }], caches: true },
    heard: { text: 'You said: May I come in?', ended: 'stop' },
  },
];
