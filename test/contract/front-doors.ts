// Every door that takes a JSON body, with a body that it answers, and the form in which it tells of an error.

export type ErrorForm = 'openai' | 'anthropic' | 'gemini' | 'detail' | 'generate' | 'proxy';

export interface FrontDoor {
  readonly path: string;
  readonly form: ErrorForm;
  readonly valid: Readonly<Record<string, unknown>>;
  /** The body names the model; elsewhere the path does, or nobody. */
  readonly namesModel: boolean;
}

export const MODEL = 'gemini-3.8-flash';
export const EMBEDDER = 'gemini-embedding-001';

const messages = [{ role: 'user', content: 'Who was the immortal twin?' }];
const contents = [{ role: 'user', parts: [{ text: 'Who was the immortal twin?' }] }];
const content = contents[0];

const chat = { form: 'openai', valid: { model: MODEL, messages }, namesModel: true } as const;
const embeddings = {
  form: 'openai',
  valid: { model: EMBEDDER, input: 'Castor' },
  namesModel: true,
} as const;
const completions = {
  form: 'openai',
  valid: { model: MODEL, prompt: 'Who was the immortal twin?' },
  namesModel: true,
} as const;
const images = {
  form: 'openai',
  valid: { model: 'gemini-3.1-flash-image', prompt: 'Two horsemen' },
  namesModel: true,
} as const;
const speech = {
  form: 'openai',
  valid: { model: 'gemini-3.8-flash-tts', input: 'Castor', voice: 'Kore' },
  namesModel: true,
} as const;
const native = { form: 'gemini', namesModel: false } as const;
const prompt = { valid: { prompt: 'Who was the immortal twin?' }, namesModel: false } as const;

export const frontDoors: readonly FrontDoor[] = [
  { path: '/v1/chat/completions', ...chat },
  { path: '/v1beta/openai/chat/completions', ...chat },
  { path: '/v1/embeddings', ...embeddings },
  { path: '/v1beta/openai/embeddings', ...embeddings },
  { path: '/v1/completions', ...completions },
  { path: '/v1beta/openai/completions', ...completions },
  { path: '/v1/images/generations', ...images },
  { path: '/v1beta/openai/images/generations', ...images },
  { path: '/v1/audio/speech', ...speech },
  { path: '/v1beta/openai/audio/speech', ...speech },
  {
    path: '/v1/messages',
    form: 'anthropic',
    valid: { model: 'claude-sonnet-5', max_tokens: 64, messages },
    namesModel: true,
  },
  {
    path: '/v1/messages/count_tokens',
    form: 'anthropic',
    valid: { model: 'claude-sonnet-5', messages },
    namesModel: true,
  },
  { path: `/v1beta/models/${MODEL}:generateContent`, ...native, valid: { contents } },
  { path: `/v1/models/${MODEL}:generateContent`, ...native, valid: { contents } },
  { path: `/v1beta/models/${MODEL}:streamGenerateContent?alt=sse`, ...native, valid: { contents } },
  { path: `/v1beta/models/${MODEL}:streamGenerateContent`, ...native, valid: { contents } },
  { path: `/v1beta/models/${MODEL}:countTokens`, ...native, valid: { contents } },
  { path: `/v1beta/models/${EMBEDDER}:embedContent`, ...native, valid: { content } },
  {
    path: `/v1beta/models/${EMBEDDER}:batchEmbedContents`,
    ...native,
    valid: { requests: [{ model: `models/${EMBEDDER}`, content }] },
  },
  { path: '/v1/generate', form: 'detail', ...prompt },
  { path: '/generate', form: 'generate', ...prompt },
  { path: '/gemini-proxy', form: 'proxy', ...prompt },
];
