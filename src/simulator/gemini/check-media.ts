// What Google refuses of models that draw or speak, and of models that do neither.
// https://ai.google.dev/gemini-api/docs/speech-generation https://ai.google.dev/gemini-api/docs/image-generation
import { asString } from '../../lib/json.ts';
import type { JsonReply } from '../reply.ts';
import { invalidArgument } from './errors.ts';
import type { GeminiModel } from './model-catalog.ts';
import { wireField, wireList } from './wire-field.ts';

const RATIOS = new Set('1:1 1:4 4:1 1:8 8:1 2:3 3:2 3:4 4:3 4:5 5:4 9:16 16:9 21:9'.split(' '));
const SIZES = new Set(['512', '1K', '2K', '4K']);
const VOICES = new Set(
  (
    'achernar achird algenib algieba alnilam aoede autonoe callirrhoe charon despina enceladus erinome fenrir gacrux ' +
    'iapetus kore laomedeia leda orus puck pulcherrima rasalgethi sadachbia sadaltager schedar sulafat umbriel ' +
    'vindemiatrix zephyr zubenelgenubi'
  ).split(' '),
);

/** From 3.8 on speech models encode, take the manner beside the text, and refuse sampling. */
export function isNewSpeechModel({ name, kind }: GeminiModel): boolean {
  return kind === 'tts' && Number(/^gemini-(\d+(?:\.\d+)?)-/u.exec(name)?.[1] ?? 0) >= 3.8;
}

/** The first 400 that the wishes about media deserve. */
export function checkMedia(config: unknown, model: GeminiModel): JsonReply | undefined {
  const modalities = wireList(config, 'responseModalities').map((item) => String(item).toUpperCase());
  const wrong = modalities.find((modality) => !gives(model, modality));
  if (wrong !== undefined || (model.kind === 'tts' && modalities.length === 0)) {
    return invalidArgument(
      `* GenerateContentRequest.generation_config.response_modalities: the requested combination of response modalities (${wrong ?? 'TEXT'}) is not supported by the model.\n`,
    );
  }
  return checkSpeech(config, model) ?? checkImage(config, model);
}

function gives({ kind }: GeminiModel, modality: string): boolean {
  if (kind === 'tts') return modality === 'AUDIO';
  return modality === 'TEXT' || (kind === 'image' && modality === 'IMAGE');
}

function checkSpeech(config: unknown, model: GeminiModel): JsonReply | undefined {
  const voiceConfig = wireField(wireField(config, 'speechConfig'), 'voiceConfig');
  const voice = asString(wireField(wireField(voiceConfig, 'prebuiltVoiceConfig'), 'voiceName'));
  if (voice !== undefined && !VOICES.has(voice.toLowerCase())) {
    return invalidArgument(`Voice name ${voice} is not supported.`);
  }
  if (model.kind !== 'tts') return undefined;
  if (isNewSpeechModel(model)) {
    const sampling = ['temperature', 'topP', 'topK'].find((name) => wireField(config, name) !== undefined);
    return sampling === undefined
      ? undefined
      : invalidArgument(`${sampling} is not supported by this model.`);
  }
  return wireField(wireField(config, 'responseFormat'), 'audio') === undefined
    ? undefined
    : invalidArgument('Audio response format is not supported by this model.');
}

function checkImage(config: unknown, model: GeminiModel): JsonReply | undefined {
  const image = wireField(config, 'imageConfig');
  if (image === undefined) return undefined;
  const ratio = asString(wireField(image, 'aspectRatio'));
  const size = asString(wireField(image, 'imageSize'));
  if (model.kind !== 'image') return invalidArgument('Image config is not supported by this model.');
  if (ratio !== undefined && !RATIOS.has(ratio)) return invalidArgument(`Invalid aspect ratio: ${ratio}.`);
  if (size !== undefined && (!SIZES.has(size) || model.name.startsWith('gemini-2')))
    return invalidArgument(`Invalid image size: ${size}.`);
  return undefined;
}
