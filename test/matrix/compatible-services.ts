// What each service that speaks Chat Completions cannot be given of the matrix's scenarios: found by asking its renderer.

import { createLoss } from '../../src/canon/loss.ts';
import { createOpenaiChatProviderFace } from '../../src/dialects/openai-chat/provider-face.ts';
import type { JsonObject } from '../../src/lib/json.ts';
import { compatibleProviders } from '../../src/providers/compatible/compatible-providers.ts';
import { clientFaces } from '../fuzz/faces.ts';
import { geminiDoor } from './gemini-door.ts';
import { messagesDoor } from './messages-door.ts';
import type { Scenario } from './scenarios.ts';

export interface FoundService {
  readonly name: string;
  /** Features with the names of what is lost of them. */
  readonly lacks: readonly { readonly feature: string; readonly lost: string }[];
}

/** A model that none of a service's exceptions is for. */
const MODEL = 'some-model';

/** Asks every descriptor. */
export function findServices(scenarios: readonly Scenario[]): readonly FoundService[] {
  return Object.values(compatibleProviders).map(({ name, quirks }) => {
    const face = createOpenaiChatProviderFace(quirks);
    const lacks = scenarios.flatMap((scenario) => {
      const loss = createLoss();
      const request = parse(scenario);
      face.renderRequest(request, { loss, model: MODEL, recallSignature: () => undefined });
      const lost = [...loss.items].join(', ');
      return lost === '' ? [] : [{ feature: scenario.name, lost }];
    });
    return { name, lacks };
  });
}

/** The scenario as Messages say it; what they have no words for, as Gemini does. */
function parse({ needs, saying }: Scenario): ReturnType<typeof clientFaces.messages.parseRequest> {
  const [door, face] =
    needs !== undefined && messagesDoor.cannotSay.has(needs)
      ? [geminiDoor, clientFaces.gemini]
      : [messagesDoor, clientFaces.messages];
  const body = { ...door.say(saying, MODEL, false).body, model: MODEL } as JsonObject;
  return face.parseRequest(body, createLoss());
}
