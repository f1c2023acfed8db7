// Part of the composition root: the two languages of OpenAI and of those that speak like it, and the choice between them.

import type { ChatQuirks } from '../canon/chat-quirks.ts';
import type { MediaPart } from '../canon/content.ts';
import type { ProviderSettings } from '../config/settings.ts';
import { createOpenaiChatProviderFace } from '../dialects/openai-chat/provider-face.ts';
import { openaiResponsesProviderFace } from '../dialects/openai-responses/provider-face.ts';
import type { FaceChoice, RuntimeFace } from '../pipeline/runtime-face.ts';
import type { openaiApiFor } from '../providers/openai/openai-api.ts';

interface Paths {
  readonly chat: RuntimeFace['chatPath'];
  readonly responses: RuntimeFace['chatPath'];
}

const RESPONSES_MEDIA: ReadonlySet<MediaPart['kind']> = new Set(['image', 'document']);

/** What is set is spoken to every model; `auto` decides where nothing is. */
export function chooseOpenaiFace(
  api: ProviderSettings['api'],
  auto: typeof openaiApiFor,
  quirks: ChatQuirks,
  paths: Paths,
): FaceChoice {
  const chat: RuntimeFace = {
    dialect: 'openai-chat',
    face: createOpenaiChatProviderFace(quirks),
    media: mediaOf(quirks),
    chatPath: paths.chat,
  };
  const responses: RuntimeFace = {
    dialect: 'openai-responses',
    face: openaiResponsesProviderFace,
    media: RESPONSES_MEDIA,
    chatPath: paths.responses,
  };
  switch (api) {
    case 'chat':
      return () => chat;
    case 'responses':
      return () => responses;
    case 'auto':
      return (model, door) => (auto(model, door) === 'openai-responses' ? responses : chat);
  }
}

/** What a service calls a file is a document here. */
function mediaOf(quirks: ChatQuirks): ReadonlySet<MediaPart['kind']> {
  const kinds = new Set<MediaPart['kind']>();
  for (const kind of quirks.media) {
    if (kind === 'file') kinds.add('document');
    else if (kind !== 'image-url') kinds.add(kind);
  }
  return kinds;
}
