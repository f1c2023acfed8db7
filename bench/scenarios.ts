// The four scenarios: what is sent to the gateway and to the floor, and when an answer is whole.

import { isDeepStrictEqual } from 'node:util';
import {
  answerText,
  chatRequest,
  geminiAnswer,
  geminiEvents,
  geminiRequest,
  MODEL,
  STREAM_EVENTS,
  streamText,
} from './conversation.ts';

/** What the client presents to the gateway. */
export const CLIENT_KEY = 'bench-client-key-0123456789';

/** One kind of request and the test that its answer has to pass. */
export interface Call {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  body(turn: number): string;
  isWhole(answer: Buffer): boolean;
}

export interface Scenario {
  readonly title: string;
  readonly gateway: Call;
  /** The floor translates nothing: it always relays Google's form. */
  readonly floor: Call;
  /** Events of one answer; 1 when it is not streamed. */
  readonly events: number;
  readonly requestsPerRound: number;
  readonly warmUpRequests: number;
}

const googleHeaders = {
  'content-type': 'application/json',
  accept: '*/*',
  'user-agent': 'google-genai-sdk/3.1.0 gl-node/v26.0.0',
  'x-goog-api-client': 'google-genai-sdk/3.1.0 gl-node/v26.0.0',
  'x-goog-api-key': CLIENT_KEY,
};
const openaiHeaders = {
  'content-type': 'application/json',
  accept: 'application/json',
  'user-agent': 'OpenAI/JS 7.55.0',
  authorization: `Bearer ${CLIENT_KEY}`,
};
const wholeStream = Buffer.concat(geminiEvents);

const native: Call = {
  path: `/v1beta/models/${MODEL}:generateContent`,
  headers: googleHeaders,
  body: geminiRequest,
  isWhole: (answer) => answer.equals(geminiAnswer),
};
const nativeStream: Call = {
  path: `/v1beta/models/${MODEL}:streamGenerateContent?alt=sse`,
  headers: googleHeaders,
  body: geminiRequest,
  isWhole: (answer) => answer.equals(wholeStream),
};
const chat: Call = {
  path: '/v1/chat/completions',
  headers: openaiHeaders,
  body: (turn) => chatRequest(turn, false),
  isWhole(answer) {
    const { choices } = JSON.parse(answer.toString()) as ChatAnswer;
    const [choice] = choices;
    return choice?.message?.content === answerText && choice.finish_reason === 'stop';
  },
};
const chatStream: Call = {
  path: '/v1/chat/completions',
  headers: openaiHeaders,
  body: (turn) => chatRequest(turn, true),
  isWhole(answer) {
    const events = answer.toString().split('\n\n');
    const chunks = events
      .filter((event) => event.startsWith('data: {'))
      .map((event) => JSON.parse(event.slice(6)) as ChatAnswer);
    const text = chunks.map(({ choices }) => choices[0]?.delta?.content ?? '').join('');
    const ends = chunks.flatMap(({ choices }) => choices[0]?.finish_reason ?? []);
    return text === streamText && isDeepStrictEqual(ends, ['stop']) && events.at(-2) === 'data: [DONE]';
  },
};

interface ChatAnswer {
  readonly choices: readonly {
    readonly message?: { readonly content?: string };
    readonly delta?: { readonly content?: string | null };
    readonly finish_reason?: string | null;
  }[];
}

// A gateway runs for weeks: what the compiler spends in its first minute is not the cost of a request.
const whole = { events: 1, requestsPerRound: 2000, warmUpRequests: 80_000 };
const streamed = { events: STREAM_EVENTS, requestsPerRound: 32, warmUpRequests: 192 };

/** By the name used on the command line. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  native: { title: 'Gemini → Gemini, 1.2 KB', gateway: native, floor: native, ...whole },
  chat: { title: 'OpenAI chat → Gemini, 1.2 KB', gateway: chat, floor: native, ...whole },
  'native-stream': {
    title: 'Gemini → Gemini, 100 events',
    gateway: nativeStream,
    floor: nativeStream,
    ...streamed,
  },
  'chat-stream': {
    title: 'OpenAI chat → Gemini, 100 events',
    gateway: chatStream,
    floor: nativeStream,
    ...streamed,
  },
};

/** The scenario of that name; ends the process with the list of names when there is none. */
export function scenarioOf(name: string): Scenario {
  const scenario = scenarios[name];
  if (scenario !== undefined) return scenario;
  console.error(`There is no scenario ${name}; there are ${Object.keys(scenarios).join(', ')}.`);
  process.exit(2);
}
