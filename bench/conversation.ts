// What is said in the benchmark: one chat prompt in two dialects, one answer whole and one streamed. Knows no transport.

export const MODEL = 'gemini-3.8-flash';
export const STREAM_EVENTS = 100;

const INSTRUCTION =
  'You are the support assistant of a small shop for hiking equipment. Answer briefly and in a friendly tone, ' +
  'name the product you recommend and one reason for it, and never promise a delivery date.';
const HISTORY = [
  ['user', 'Hello! I am planning a week in the Pyrenees in late September and my old tent leaks.'],
  [
    'assistant',
    'That sounds like a wonderful trip. Nights above 2,000 metres are often close to freezing by then, and wind is ' +
      'more of a problem than rain. Do you carry the tent alone, and how tall are you?',
  ],
  ['user', 'There are two of us and we share the load. I am 1.91 m, my sister is 1.70 m. Up to 500 euros.'],
  [
    'assistant',
    'Then I would look at tunnel tents with an inner length of at least 2.20 m. The "Ordesa 2" weighs 2.4 kg and has ' +
      'two porches, so both packs stay dry.',
  ],
] as const;
const QUESTION =
  'Is the groundsheet strong enough for gravel, or do we need a second one below it? And would the poles survive ' +
  'gusts of 80 km/h on a ridge? Please compare it with the dome tents you have as well.';

const ANSWER =
  'The groundsheet of the "Ordesa 2" has a water column of 10,000 mm and copes with fine gravel, but sharp limestone, ' +
  'which you will meet on the Spanish side, wears it down within a few nights. A footprint of 290 g is well spent here: ' +
  'it costs 39 euros and can be replaced, the sewn-in floor cannot.\n\nThe 9.5 mm poles hold gusts of 80 km/h when the ' +
  'tent is pitched with its narrow end into the wind and all guy lines are set. Of our domes, the "Aneto 2" stands more ' +
  'quietly in side wind and needs fewer pegs; it is 600 g heavier, though, and at 2.10 m too short for you.\n\nI would ' +
  'stay with the "Ordesa 2" and take the footprint: together 458 euros.';

const usage = {
  promptTokenCount: 288,
  candidatesTokenCount: 181,
  totalTokenCount: 565,
  promptTokensDetails: [{ modality: 'TEXT', tokenCount: 288 }],
  thoughtsTokenCount: 96,
};
const SENTENCE = 'Set the narrow end into the wind, then tighten the guy lines one after the other. ';

/** What a client must have received of the streamed answer. */
export const streamText = Array.from({ length: STREAM_EVENTS }, (_, index) => streamPiece(index)).join('');
export const answerText = ANSWER;

/** The request in Google's form, about 1.2 KB; `turn` makes every prompt another one of the same length. */
export function geminiRequest(turn: number): string {
  return JSON.stringify({
    systemInstruction: { parts: [{ text: INSTRUCTION }] },
    contents: [...HISTORY, ['user', question(turn)] as const].map(([role, text]) => ({
      role: role === 'user' ? 'user' : 'model',
      parts: [{ text }],
    })),
    generationConfig: { temperature: 0.4, maxOutputTokens: 800 },
  });
}

/** The same conversation in OpenAI's chat form. */
export function chatRequest(turn: number, stream: boolean): string {
  return JSON.stringify({
    model: MODEL,
    messages: [
      { role: 'system', content: INSTRUCTION },
      ...HISTORY.map(([role, content]) => ({ role, content })),
      { role: 'user', content: question(turn) },
    ],
    temperature: 0.4,
    max_tokens: 800,
    ...(stream ? { stream: true, stream_options: { include_usage: true } } : {}),
  });
}

/** The whole answer in Google's form, about 1.2 KB, spaced as Google spaces it. */
export const geminiAnswer = Buffer.from(
  JSON.stringify(
    {
      candidates: [{ content: { parts: [{ text: ANSWER }], role: 'model' }, finishReason: 'STOP', index: 0 }],
      usageMetadata: usage,
      modelVersion: MODEL,
      responseId: 'bEnChAnSwErIdEnTiTy01',
    },
    undefined,
    2,
  ),
);

/** The streamed answer in Google's form: one buffer for each event. */
export const geminiEvents: readonly Buffer[] = Array.from({ length: STREAM_EVENTS }, (_, index) => {
  const last = index === STREAM_EVENTS - 1;
  const chunk = {
    candidates: [
      {
        content: { parts: [{ text: streamPiece(index) }], role: 'model' },
        ...(last ? { finishReason: 'STOP' } : {}),
        index: 0,
      },
    ],
    usageMetadata: {
      promptTokenCount: usage.promptTokenCount,
      candidatesTokenCount: (index + 1) * 18,
      totalTokenCount: usage.promptTokenCount + (index + 1) * 18,
    },
    modelVersion: MODEL,
    responseId: 'bEnChAnSwErIdEnTiTy02',
  };
  return Buffer.from(`data: ${JSON.stringify(chunk)}\r\n\r\n`);
});

function question(turn: number): string {
  return `${QUESTION} (Ticket ${String(turn % 1_000_000).padStart(6, '0')})`;
}

function streamPiece(index: number): string {
  return `${index + 1}. ${SENTENCE}`;
}
