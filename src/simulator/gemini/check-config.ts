// What Google refuses in generationConfig and beside it. https://ai.google.dev/api/generate-content#generationconfig
import { asNumber, asString } from '../../lib/json.ts';
import type { JsonReply } from '../reply.ts';
import { checkMedia } from './check-media.ts';
import { checkSchema } from './check-tools.ts';
import { geminiError, invalidArgument } from './errors.ts';
import { generationOf, type GeminiModel } from './model-catalog.ts';
import { wireField, wireList } from './wire-field.ts';

const MIME_TYPES = new Set([
  'text/plain',
  'application/json',
  'text/x.enum',
  'application/xml',
  'application/yaml',
]);

/** The first 400 (403 for a foreign cached content) that the settings deserve. */
export function checkConfig(body: unknown, model: GeminiModel, stream: boolean): JsonReply | undefined {
  if (wireField(body, 'cachedContent') !== undefined) {
    return geminiError(403, 'PERMISSION_DENIED', 'CachedContent not found (or permission denied)');
  }
  const config = wireField(body, 'generationConfig');
  if (config === undefined) return undefined;
  return (
    checkSampling(config, model, stream) ??
    checkFormat(config) ??
    checkThinking(config, model) ??
    checkMedia(config, model)
  );
}

function checkSampling(config: unknown, model: GeminiModel, stream: boolean): JsonReply | undefined {
  const stops = wireList(config, 'stopSequences');
  if (stops.length > 5) {
    return invalidArgument(
      `* GenerateContentRequest.generation_config.stop_sequences: the number of stop sequences must not exceed 5, found ${stops.length}\n`,
    );
  }
  const empty = stops.indexOf('');
  if (empty !== -1) {
    return invalidArgument(
      `* GenerateContentRequest.generation_config.stop_sequences[${empty}]: must not be empty\n`,
    );
  }
  const ranged: readonly (readonly [field: string, wire: string, least: number, most: number])[] = [
    ['temperature', 'temperature', 0, 2],
    ['topP', 'top_p', 0, 1],
    ['candidateCount', 'candidate_count', 1, 8],
    ['maxOutputTokens', 'max_output_tokens', 1, model.outputTokenLimit],
    ['logprobs', 'logprobs', 0, 20],
  ];
  for (const [field, wire, least, most] of ranged) {
    const value = asNumber(wireField(config, field));
    if (value === undefined || (value >= least && value <= most)) continue;
    return invalidArgument(
      `* GenerateContentRequest.generation_config.${wire}: ${wire} must be in the range [${least}, ${most}].\n`,
    );
  }
  if ((asNumber(wireField(config, 'candidateCount')) ?? 1) > 1 && stream) {
    return invalidArgument('Multiple candidates is not enabled for this model');
  }
  if (
    asNumber(wireField(config, 'logprobs')) !== undefined &&
    wireField(config, 'responseLogprobs') !== true
  ) {
    return invalidArgument('logprobs can only be set when response_logprobs is true.');
  }
  return undefined;
}

function checkFormat(config: unknown): JsonReply | undefined {
  const mimeType = asString(wireField(config, 'responseMimeType'));
  if (mimeType !== undefined && mimeType !== '' && !MIME_TYPES.has(mimeType)) {
    return invalidArgument(
      '* GenerateContentRequest.generation_config.response_mime_type: allowed mimetypes are `text/plain`, `application/json`, ' +
        '`application/xml`, `application/yaml` and `text/x.enum`.\n',
    );
  }
  const schema = wireField(config, 'responseSchema');
  const jsonSchema = wireField(config, 'responseJsonSchema') ?? wireField(config, '_responseJsonSchema');
  if (schema !== undefined && jsonSchema !== undefined) {
    return invalidArgument('Only one of response_schema and response_json_schema may be set.');
  }
  if (schema === undefined && jsonSchema === undefined) return undefined;
  if (mimeType === undefined || mimeType === '' || mimeType === 'text/plain') {
    return invalidArgument(
      `* GenerateContentRequest.generation_config.response_mime_type: response mimetype ${mimeType ?? ''} is not supported with ` +
        '`response_schema` set\n',
    );
  }
  const faults: string[] = [];
  if (schema !== undefined)
    checkSchema(schema, 'GenerateContentRequest.generation_config.response_schema', faults);
  return faults.length > 0 ? invalidArgument(faults.join('\n')) : undefined;
}

function checkThinking(config: unknown, model: GeminiModel): JsonReply | undefined {
  const thinking = wireField(config, 'thinkingConfig');
  if (thinking === undefined) return undefined;
  const generation = generationOf(model.name);
  const isPro = model.name.includes('-pro');
  if (model.kind !== 'text' || generation < 2)
    return invalidArgument('Thinking is not enabled for this model');
  const budget = asNumber(wireField(thinking, 'thinkingBudget'));
  const level = asString(wireField(thinking, 'thinkingLevel'))?.toUpperCase();
  if (budget !== undefined && level !== undefined) {
    return invalidArgument('You can only set one of thinking budget and thinking level.');
  }
  if (level !== undefined && generation < 3)
    return invalidArgument('Thinking level is not supported for this model.');
  if (level === 'MINIMAL' && isPro) {
    return invalidArgument(
      'Thinking level MINIMAL is not supported for this model. Please retry with other thinking level.',
    );
  }
  if (budget === 0 && isPro)
    return invalidArgument('Budget 0 is invalid. This model only works in thinking mode.');
  const most = isPro || generation >= 3 ? 32_768 : 24_576;
  if (budget !== undefined && (budget < -1 || budget > most)) {
    return invalidArgument(
      `The thinking budget ${budget} is invalid. Please choose a value between ${isPro ? 128 : 0} and ${most}.`,
    );
  }
  return undefined;
}
