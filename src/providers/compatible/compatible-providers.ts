// The services that speak Chat Completions, by the name that the configuration has for them.

import type { Secret } from '../../lib/secret.ts';
import type { Provider } from '../provider.ts';
import { azure } from './azure.ts';
import { cerebras } from './cerebras.ts';
import { cohere } from './cohere.ts';
import type { CompatibleDescriptor } from './compatible-descriptor.ts';
import { deepseek } from './deepseek.ts';
import { fireworks } from './fireworks.ts';
import { generic } from './generic.ts';
import { groq } from './groq.ts';
import { llamacpp } from './llamacpp.ts';
import { lmstudio } from './lmstudio.ts';
import { mistral } from './mistral.ts';
import { nvidia } from './nvidia.ts';
import { ollama } from './ollama.ts';
import { openrouter } from './openrouter.ts';
import { perplexity } from './perplexity.ts';
import { together } from './together.ts';
import { vllm } from './vllm.ts';
import { xai } from './xai.ts';

/** The descriptors by the names of their providers. */
export const compatibleProviders: Readonly<Record<string, CompatibleDescriptor>> = {
  azure,
  cerebras,
  cohere,
  deepseek,
  fireworks,
  groq,
  llamacpp,
  lmstudio,
  mistral,
  nvidia,
  ollama,
  openrouter,
  perplexity,
  together,
  vllm,
  xai,
};

/** The descriptor of a configured provider; one of the user's own name gets the generic one. */
export function findCompatible(name: string): CompatibleDescriptor {
  return (Object.hasOwn(compatibleProviders, name) ? compatibleProviders[name] : undefined) ?? generic;
}

/** The provider that a descriptor stands for. A service without a key of its own is sent no credential at all. */
export function createCompatibleProvider(name: string, descriptor: CompatibleDescriptor): Provider {
  return {
    name,
    dialect: 'openai-chat',
    defaultBaseUrl: descriptor.baseUrl ?? '',
    authHeaders: (key) => showCredential(key, descriptor),
    verdicts: descriptor.verdicts,
    dayZone: descriptor.dayZone,
    probePath: descriptor.paths.probe,
    chatPath: descriptor.paths.chat,
    endpoints: descriptor.endpoints,
  };
}

function showCredential(key: Secret, { credential }: CompatibleDescriptor): Readonly<Record<string, string>> {
  const text = key.reveal();
  if (text === '') return {};
  return credential === 'bearer' ? { authorization: `Bearer ${text}` } : { 'api-key': text };
}
