// The paths of the Gemini API. https://ai.google.dev/api

/** `operation` is the verb of the path, or `listModels` and `getModel`. `version` is without a slash: `v1beta`. */
export interface GeminiRoute {
  readonly version: string;
  readonly operation: string;
  /** Without `models/`; undefined for the list. */
  readonly model: string | undefined;
}

const ROUTE = /^\/(v1|v1alpha|v1beta)\/(?:models|tunedModels)(?:\/([^:]+?))?(?::([A-Za-z]+))?$/u;
const METHODS = new Set([
  'generateContent',
  'streamGenerateContent',
  'countTokens',
  'embedContent',
  'batchEmbedContents',
]);

/** Undefined when no Gemini method lives there. */
export function matchGeminiRoute(method: string, path: string): GeminiRoute | undefined {
  const match = ROUTE.exec(path);
  if (!match) return undefined;
  const [, version = 'v1beta', rawModel, verb] = match;
  const model = rawModel === undefined ? undefined : decodeModel(rawModel);
  if (verb === undefined) {
    if (method !== 'GET') return undefined;
    return { version, operation: model === undefined ? 'listModels' : 'getModel', model };
  }
  return method === 'POST' && model !== undefined && METHODS.has(verb)
    ? { version, operation: verb, model }
    : undefined;
}

/** The gRPC name that Google puts into some errors. */
export function grpcMethod(operation: string): string {
  const service =
    operation.endsWith('Model') || operation === 'listModels' ? 'ModelService' : 'GenerativeService';
  const name = operation.charAt(0).toUpperCase() + operation.slice(1);
  return `google.ai.generativelanguage.v1beta.${service}.${name}`;
}

function decodeModel(raw: string): string {
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}
