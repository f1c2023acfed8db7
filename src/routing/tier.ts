// Which of the two stand-in models (big, small) a foreign or retired name means, and which models those are by default.

import type { ModelEntry } from '../canon/model-entry.ts';

/** `big` is the settings' `big_model`, `small` their `small_model`; without them the newest Flash and Flash-Lite. */
export type Tier = 'big' | 'small';

const OPENAI_CHAT = /^(?:gpt-|o1|o3|o4|chatgpt-)/u;
/** Models of its other trades. `whisper-large…` and the like are other houses' names. */
const OPENAI_OTHER =
  /^(?:text-embedding-|dall-e-|tts-1|whisper-1|omni-moderation-|text-moderation-|davinci-002|babbage-002|sora-)/u;
/** Other trades of the same vendor: a chat model cannot stand in for these. */
const NOT_CHAT =
  /embedding|image|dall-e|audio|tts|whisper|transcribe|realtime|speech|moderation|search-preview|sora/u;
const GEMINI_CHAT = /^gemini-/u;

/** Is this an OpenAI vendor name? */
export function isOpenAiName(model: string): boolean {
  return OPENAI_CHAT.test(model) || OPENAI_OTHER.test(model);
}

/** The tier of another vendor's chat model; undefined for names that no chat model stands in for. */
export function foreignTier(model: string): Tier | undefined {
  if (NOT_CHAT.test(model)) return undefined;
  if (model.startsWith('claude-')) return model.includes('haiku') ? 'small' : 'big';
  if (OPENAI_CHAT.test(model)) return /-(?:mini|nano)(?:-\d{4}-\d{2}-\d{2})?$/u.test(model) ? 'small' : 'big';
  return undefined;
}

/** The tier of a Gemini name that looks retired (`gemini-pro`, `gemini-1.*`, `*-latest`); undefined for others. */
export function retiredTier(model: string): Tier | undefined {
  if (!GEMINI_CHAT.test(model) || NOT_CHAT.test(model)) return undefined;
  if (!/^gemini-(?:pro\b|1\.|2\.0-)|-latest$/u.test(model)) return undefined;
  return /lite|-8b/u.test(model) ? 'small' : 'big';
}

/** The newest stable Flash (big) or Flash-Lite (small) of a list; a preview, then any chat model, when there is none. */
export function newestOfTier(models: readonly ModelEntry[], tier: Tier): string | undefined {
  const suffix = tier === 'big' ? 'flash' : 'flash-lite';
  return (
    newest(models, new RegExp(`^gemini-(\\d+(?:\\.\\d+)?)-${suffix}$`, 'u')) ??
    newest(models, new RegExp(`^gemini-(\\d+(?:\\.\\d+)?)-${suffix}-preview`, 'u')) ??
    models.find((model) => GEMINI_CHAT.test(model.id) && canChat(model))?.id ??
    models.find(canChat)?.id
  );
}

/** The newest model of OpenAI's or Anthropic's middle class, for endpoints that name none; else the first that can chat. */
export function newestOfVendor(models: readonly ModelEntry[]): string | undefined {
  return (
    newest(models, /^gpt-(\d+(?:\.\d+)?)-mini$/u) ??
    newest(models, /^gpt-(\d+(?:\.\d+)?)$/u) ??
    // Anthropic lists its newest first.
    models.find((model) => model.id.startsWith('claude-') && model.id.includes('sonnet'))?.id ??
    models.find((model) => foreignTier(model.id) !== undefined)?.id ??
    models.find(canChat)?.id
  );
}

function canChat(model: ModelEntry): boolean {
  return !NOT_CHAT.test(model.id) && (model.methods?.includes('generateContent') ?? true);
}

function newest(models: readonly ModelEntry[], pattern: RegExp): string | undefined {
  let best: string | undefined;
  let bestVersion = -1;
  for (const { id } of models) {
    const version = Number(pattern.exec(id)?.[1] ?? Number.NaN);
    if (version > bestVersion) {
      best = id;
      bestVersion = version;
    }
  }
  return best;
}
