// docs/reference/endpoints.md as text, from what the providers say of themselves.

import { providerKindOf, type ProviderKind } from '../src/compose/provider-kinds.ts';
import type { ProviderSettings } from '../src/config/settings.ts';
import { compatibleProviders } from '../src/providers/compatible/compatible-providers.ts';
import { endpointNames, type EndpointName } from '../src/providers/endpoint.ts';
import { renderTable } from './markdown-table.ts';

/** What a provider must be able to do to be given an endpoint's requests as conversations. */
const doable: Readonly<Record<EndpointName, (kind: ProviderKind) => boolean>> = {
  completions: () => true,
  images: ({ abilities }) => abilities?.draws !== undefined,
  speech: ({ abilities }) => abilities?.speaks !== undefined,
  transcriptions: ({ abilities }) => abilities?.hears !== undefined,
  translations: ({ abilities }) => abilities?.interprets !== undefined,
  moderations: () => false,
};

const ANY = 'any other (`openai-compatible`)';

/** The whole page. */
export function renderEndpointsReference(): string {
  const kinds: readonly (readonly [string, ProviderKind])[] = [
    ['openai', kindOf('openai', 'openai')],
    ['gemini', kindOf('gemini', 'gemini')],
    ['anthropic', kindOf('anthropic', 'anthropic')],
    ...Object.keys(compatibleProviders).map((name) => [name, kindOf(name, 'openai-compatible')] as const),
    [ANY, kindOf('a service of one’s own', 'openai-compatible')],
  ];
  const rows = kinds.map(([name, kind]) => [
    name,
    kind.embedder === undefined ? '–' : 'yes',
    ...endpointNames.map((endpoint) => tell(kind, endpoint)),
  ]);
  return `${INTRODUCTION}\n\n${renderTable(['provider', 'embeddings', ...endpointNames], rows)}\n`;
}

function kindOf(name: string, type: ProviderSettings['type']): ProviderKind {
  return providerKindOf(name, {
    type,
    api: 'auto',
    strategy: 'least_used',
    affinity: true,
    allow_http: false,
  });
}

function tell(kind: ProviderKind, endpoint: EndpointName): string {
  const path = kind.provider.endpoints?.[endpoint];
  const asked = doable[endpoint](kind) ? 'translated' : '–';
  if (path === undefined) return asked;
  // OpenAI's own completions are for a few old models: all others are asked as a conversation.
  return path('any-model') === undefined ? `as it is, else ${asked}` : 'as it is';
}

const INTRODUCTION = `# Endpoints of providers

This page is written by \`node scripts/write-reference.ts\` from what the providers say of themselves. Do not edit it by hand.

Which of OpenAI's endpoints beside the conversations each provider can be given, by the model that is asked for:

- **as it is**: the provider has the endpoint. The request's bytes go on unchanged but for the model's name, and the answer's
  come back as they come.
- **translated**: a model of the provider is asked for it in a conversation. What that cannot carry is named in
  \`x-pollux-loss\`; [the guide](../guide/media.md) tells what.
- **–**: the caller gets \`not_supported\`, with the names of those who could.`;
