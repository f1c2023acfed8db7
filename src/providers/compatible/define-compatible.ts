// Makes descriptors from what differs: most services differ from the ordinary one in a few fields.

import type { ChatQuirks } from '../../canon/chat-quirks.ts';
import { judgeOpenai } from '../openai/verdicts.ts';
import type { CompatibleDescriptor } from './compatible-descriptor.ts';

/** What nearly every service that calls itself compatible takes, and nothing that only some do. */
const plainQuirks: ChatQuirks = {
  maxTokensField: 'max_tokens',
  systemRole: 'system',
  textContent: 'parts',
  media: ['image', 'image-url'],
  dropped: [],
  renamed: {},
  streamUsage: true,
  effortField: 'reasoning_effort',
  efforts: ['none', 'minimal', 'low', 'medium', 'high'],
  topK: false,
  tools: true,
  toolChoiceRequired: 'required',
  allowedTools: false,
  strictTools: true,
  customTools: false,
  callIds: 'any',
  jsonSchema: true,
  jsonNeedsWord: false,
  maxStops: 4,
  cacheControl: false,
  imageOutput: false,
  refusals: false,
};

type Differences = Omit<Partial<CompatibleDescriptor>, 'quirks' | 'paths'> & {
  readonly name: string;
  readonly quirks?: Partial<ChatQuirks>;
  readonly paths?: Partial<CompatibleDescriptor['paths']>;
};

/** The descriptor of a service. */
export function defineCompatible({ quirks, paths, ...differences }: Differences): CompatibleDescriptor {
  return {
    credential: 'bearer',
    needsKey: true,
    verdicts: judgeOpenai,
    dayZone: 'UTC',
    endpoints: {},
    maxEmbeddingInputs: 2048,
    ...differences,
    quirks: { ...plainQuirks, ...quirks },
    paths: {
      chat: () => '/chat/completions',
      responses: () => '/responses',
      models: '/models',
      probe: '/models',
      embeddings: () => '/embeddings',
      ...paths,
    },
  };
}
