// The providers that Pollux knows by name: what a bare name in the settings or a variable in the environment implies.

type ProviderType = 'gemini' | 'openai' | 'anthropic' | 'openai-compatible';

/** What need not be written in the settings for a provider of this name. */
export interface KnownProvider {
  readonly type: ProviderType;
  /** What stands before `_API_KEY`, `_API_KEYS` and `_BASE_URL`. */
  readonly environment: readonly string[];
  /** Further variables that hold keys. */
  readonly keyVariables?: readonly string[];
  /** Base URL of an OpenAI-compatible service; the descriptors of the other types carry their own. */
  readonly baseUrl?: string;
}

/** By provider name. A service without a `baseUrl` must be given one. */
export const knownProviders: Readonly<Record<string, KnownProvider>> = {
  gemini: { type: 'gemini', environment: ['GEMINI'], keyVariables: ['GOOGLE_API_KEY'] },
  openai: { type: 'openai', environment: ['OPENAI'] },
  anthropic: { type: 'anthropic', environment: ['ANTHROPIC'] },
  groq: compatible('GROQ', 'https://api.groq.com/openai/v1'),
  deepseek: compatible('DEEPSEEK', 'https://api.deepseek.com/v1'),
  mistral: compatible('MISTRAL', 'https://api.mistral.ai/v1'),
  xai: compatible('XAI', 'https://api.x.ai/v1'),
  openrouter: compatible('OPENROUTER', 'https://openrouter.ai/api/v1'),
  together: compatible('TOGETHER', 'https://api.together.xyz/v1'),
  fireworks: compatible('FIREWORKS', 'https://api.fireworks.ai/inference/v1'),
  cohere: compatible('COHERE', 'https://api.cohere.ai/compatibility/v1'),
  cerebras: compatible('CEREBRAS', 'https://api.cerebras.ai/v1'),
  perplexity: compatible('PERPLEXITY', 'https://api.perplexity.ai'),
  nvidia: compatible('NVIDIA', 'https://integrate.api.nvidia.com/v1'),
  ollama: compatible('OLLAMA', 'http://127.0.0.1:11434/v1'),
  vllm: compatible('VLLM', 'http://127.0.0.1:8000/v1'),
  lmstudio: {
    type: 'openai-compatible',
    environment: ['LMSTUDIO', 'LM_STUDIO'],
    baseUrl: 'http://127.0.0.1:1234/v1',
  },
  llamacpp: { type: 'openai-compatible', environment: ['LLAMACPP', 'LLAMA_CPP'] },
  azure: { type: 'openai-compatible', environment: ['AZURE', 'AZURE_OPENAI'] },
};

function compatible(environment: string, baseUrl: string): KnownProvider {
  return { type: 'openai-compatible', environment: [environment], baseUrl };
}

/** The entry of a name; undefined for a name of the user's own. */
export function knownProvider(name: string): KnownProvider | undefined {
  return Object.hasOwn(knownProviders, name) ? knownProviders[name] : undefined;
}
