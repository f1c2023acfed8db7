// The models that the simulated Google offers, and what each kind can do. Data, not behaviour.
import type { JsonObject } from '../../lib/json.ts';

type ModelKind = 'text' | 'embedding' | 'image' | 'tts' | 'live' | 'video';

/** `name` is without `models/`, limits are in tokens: https://ai.google.dev/api/models#Model */
export interface GeminiModel {
  readonly name: string;
  readonly kind: ModelKind;
  readonly inputTokenLimit: number;
  readonly outputTokenLimit: number;
  readonly methods: readonly string[];
}

const METHODS: Readonly<Record<ModelKind, readonly string[]>> = {
  text: ['generateContent', 'countTokens', 'createCachedContent', 'batchGenerateContent'],
  embedding: ['embedContent', 'countTextTokens', 'countTokens', 'asyncBatchEmbedContent'],
  image: ['generateContent', 'countTokens', 'batchGenerateContent'],
  tts: ['generateContent', 'countTokens', 'batchGenerateContent'],
  live: ['bidiGenerateContent', 'countTokens'],
  video: ['predictLongRunning'],
};

const LIMITS: Readonly<Record<ModelKind, readonly [number, number]>> = {
  text: [1_048_576, 65_536],
  embedding: [8192, 1],
  image: [65_536, 32_768],
  tts: [8192, 16_384],
  live: [131_072, 8192],
  video: [480, 8192],
};

const NAMES: Readonly<Record<ModelKind, readonly string[]>> = {
  text: [
    'gemini-3.8-flash',
    'gemini-3.7-flash',
    'gemini-3.6-flash',
    'gemini-3.5-flash',
    'gemini-3.5-flash-lite',

    'gemini-3.1-flash-lite',
    'gemini-3.1-pro-preview',
    'gemini-3.1-pro-preview-customtools',
    'gemini-3-flash-preview',

    'gemini-3-pro-preview',
    'gemini-2.5-pro',
    'gemini-2.5-flash',
    'gemini-2.5-flash-lite',
    'gemini-2.0-flash',
    'gemini-2.0-flash-001',
    'gemini-2.0-flash-lite',
    'gemini-2.0-flash-lite-001',
    'gemini-flash-latest',

    'gemini-flash-lite-latest',
    'gemini-pro-latest',
    'gemini-2.5-flash-preview-09-2025',
    'gemini-4-argon',

    'gemini-2.5-flash-lite-preview-09-2025',
    'gemini-2.5-computer-use-preview-10-2025',
    'gemini-3.8-flash-transcribe',

    'gemini-robotics-er-1.5-preview',
    'gemini-robotics-er-2-preview',
    'gemma-3-1b-it',
    'gemma-3-4b-it',
    'gemma-3-12b-it',

    'gemma-3-27b-it',
    'gemma-3n-e2b-it',
    'gemma-3n-e4b-it',
    'gemma-4-26b-a4b-it',
    'gemma-4-31b-it',
    'aqa',
  ],
  embedding: [
    'gemini-embedding-001',
    'gemini-embedding-2',
    'gemini-embedding-2-preview',
    'text-embedding-004',
    'embedding-001',
  ],
  image: [
    'gemini-3.1-flash-image',
    'gemini-3.1-flash-image-preview',
    'gemini-3-pro-image',
    'gemini-3-pro-image-preview',
    'gemini-2.5-flash-image',
    'gemini-2.5-flash-image-preview',
    'nano-banana-pro-preview',
  ],
  tts: [
    'gemini-3.8-flash-tts',
    'gemini-3.8-flash-lite-tts',
    'gemini-3.1-flash-tts-preview',
    'gemini-2.5-flash-preview-tts',
    'gemini-2.5-pro-preview-tts',
  ],
  live: [
    'gemini-3.8-flash-live',
    'gemini-3.1-flash-live-preview',
    'gemini-2.5-flash-native-audio-latest',
    'gemini-2.5-flash-native-audio-preview-12-2025',
    'gemini-live-2.5-flash-preview',
  ],
  video: [
    'veo-3.1-generate-preview',
    'veo-3.1-fast-generate-preview',
    'veo-3.1-lite-generate-preview',
    'veo-3.0-generate-001',

    'veo-3.0-fast-generate-001',
    'veo-2.0-generate-001',
    'imagen-4.0-generate-001',
    'imagen-4.0-fast-generate-001',
  ],
};

/** Every model, in the order of the list. */
export const GEMINI_MODELS: readonly GeminiModel[] = Object.entries(NAMES).flatMap(([kind, names]) =>
  names.map((name) => createModel(name, kind as ModelKind)),
);

const byName = new Map(GEMINI_MODELS.map((model) => [model.name, model]));
const FAULTY_DEFAULT = 'gemini-3.8-flash';

/** The model of that name; `''` and `gemini` (what is left of `gemini-sim-cut`) mean the newest Flash. */
export function findGeminiModel(base: string): GeminiModel | undefined {
  return byName.get(base === '' || base === 'gemini' ? FAULTY_DEFAULT : base);
}

/** The `models.list` form. */
export function describeModel(model: GeminiModel): JsonObject {
  const thinking = model.kind === 'text' && /^gemini-(?:2\.5|[3-9]|flash|pro)/u.test(model.name);
  const description: JsonObject = {
    name: `models/${model.name}`,
    version: /(\d+(?:\.\d+)?)/u.exec(model.name)?.[1] ?? '001',
    displayName: displayName(model.name),
    description: `Simulated ${model.kind} model`,
    inputTokenLimit: model.inputTokenLimit,
    outputTokenLimit: model.outputTokenLimit,
    supportedGenerationMethods: [...model.methods],
  };
  if (model.kind === 'text')
    Object.assign(description, { temperature: 1, topP: 0.95, topK: 64, maxTemperature: 2 });
  if (thinking) description['thinking'] = true;
  return description;
}

/** Major version that decides about ids and signatures: 3 and later have both. */
export function generationOf(name: string): number {
  const version = /^gemini-(\d+)/u.exec(name)?.[1];
  if (version !== undefined) return Number(version);
  return name.startsWith('gemini') ? 3 : 0;
}

function createModel(name: string, kind: ModelKind): GeminiModel {
  const small = name.startsWith('gemma') || name === 'aqa';
  const [input, output] = small ? [32_768, 8192] : LIMITS[kind];
  return { name, kind, inputTokenLimit: input, outputTokenLimit: output, methods: METHODS[kind] };
}

function displayName(name: string): string {
  return name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
}
