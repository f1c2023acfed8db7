// Which of Google's models draw, read aloud and write down what is said, by name, and in what their siblings differ.

/** https://ai.google.dev/gemini-api/docs/image-generation */
export const drawingModels = /-image\b|^nano-banana/u;

/** https://ai.google.dev/gemini-api/docs/speech-generation */
export const speakingModels = /-tts\b/u;

/** Whatever hears, and answers in text: https://ai.google.dev/gemini-api/docs/audio */
export const hearingModels = /^gemini-(?!.*(?:image|tts|live|native-audio|embedding|computer-use|robotics))/u;

/** Whatever hears, and says it in another language when told to. */
export const interpretingModels = new RegExp(`${hearingModels.source}(?!.*-transcribe)`, 'u');

/** Made for nothing but transcripts: it is given sound without words. https://ai.google.dev/gemini-api/docs/transcribe */
export const transcribingModels = /-transcribe\b/u;

/**
 * Speech models from 3.8 on read the text as it stands, are told the manner beside it, encode what they say, and refuse
 * sampling. https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/text-to-speech/migration-guide
 */
export function readsVerbatim(model: string): boolean {
  const version = /^gemini-(\d+(?:\.\d+)?)-/u.exec(model)?.[1];
  return version === undefined || Number(version) >= 3.8;
}

/** Image models before the third generation know no other size than 1K. */
export function drawsLarge(model: string): boolean {
  return !/^gemini-[12]\b/u.test(model);
}
