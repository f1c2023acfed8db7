// Whether a caller was told the truth. Compares what it heard with what the provider meant; knows nothing of how the
// gateway came to it.

import type { BrokenStream } from './break-stream.ts';
import type { Delivered } from './drive-reader.ts';
import type { Heard, HeardCandidate, HearStream } from './heard.ts';
import { hearChat } from './hear-chat.ts';
import { hearGemini, hearGeminiArray } from './hear-gemini.ts';
import { hearMessages } from './hear-messages.ts';
import { hearResponses } from './hear-responses.ts';
import type { CallerName, Plan } from './plan.ts';
import { tell, type ToldCall } from './wire-event.ts';

const ears: Readonly<Record<CallerName, HearStream>> = {
  chat: hearChat,
  responses: hearResponses,
  messages: hearMessages,
  gemini: hearGemini,
  'gemini-array': hearGeminiArray,
};

/** What a caller of the dialect hears. Throws `IllegalStream` where the stream breaks its grammar. */
export function hearStream(text: string, caller: CallerName, relayed: boolean): Heard {
  return ears[caller](text, relayed);
}

/** What is wrong with what was delivered; undefined when nothing is. */
export function judge(
  delivered: Delivered,
  broken: BrokenStream,
  plan: Plan,
  caller: CallerName,
): string | undefined {
  if (!delivered.committed) {
    if (delivered.text !== '') return 'bytes left before the first content';
    return broken.must === 'well' ? 'a whole answer was refused' : undefined;
  }
  let heard: Heard;
  try {
    heard = hearStream(delivered.text, caller, delivered.relayed);
  } catch (error) {
    if (delivered.relayed && broken.disorderly) return undefined;
    return `illegal: ${error instanceof Error ? error.message : String(error)}`;
  }
  if (delivered.failed) {
    if (heard.ending !== 'error') return `a broken stream ends ${heard.ending}`;
    return broken.must === 'well' ? 'a whole answer ends in an error' : undefined;
  }
  if (heard.ending !== 'well') return `a stream that ended well is heard as ${heard.ending}`;
  if (broken.must === 'fail') return 'false success';
  // A relay hands on what the provider said in whatever order it said it.
  if (delivered.relayed && broken.disorderly) return undefined;
  return compare(heard, broken, plan, caller);
}

function compare(heard: Heard, broken: BrokenStream, plan: Plan, caller: CallerName): string | undefined {
  const several = caller !== 'messages' && caller !== 'responses';
  for (const [index, { ending }] of plan.candidates.entries()) {
    if (index > 0 && !several) break;
    const candidate = heard.candidates.get(index);
    if (candidate === undefined) return `candidate ${index} was never heard`;
    const wrong = compareCandidate(candidate, broken, index, ending !== 'stop' && ending !== 'sequence');
    if (wrong !== undefined) return wrong;
    if (broken.must === 'well' && !endsAsMeant(candidate, ending))
      return `ended ${String(candidate.ended)}, meant ${ending}`;
  }
  return undefined;
}

function compareCandidate(
  heard: HeardCandidate,
  { sound, disorderly }: BrokenStream,
  index: number,
  cut: boolean,
): string | undefined {
  const told = sound.map((events) => tell(events, index));
  const text = plainText(heard.text);
  if (told.every((one) => plainText(one.text) !== text)) return `other text: ${quote(text)}`;
  const thoughts = heard.thoughts.replaceAll(/\s/gu, '');
  if (thoughts !== '' && told.every((one) => one.thoughts.replaceAll(/\s/gu, '') !== thoughts))
    return `other thoughts: ${quote(heard.thoughts)}`;
  // What a ceiling or a filter cut short is not called complete.
  if (cut && disorderly) return undefined;
  if (!cut) {
    for (const call of heard.calls)
      if (canonical(call) === undefined) return `arguments that are no JSON: ${quote(call.json)}`;
  }
  const calls = heard.calls.map(canonical);
  const meant = told.map((one) => one.calls.map(canonical));
  const known = new Set(meant.flat());
  for (const call of calls) if (!known.has(call)) return `a call that was never made: ${String(call)}`;
  // Each call that a sound reading has must be there.
  if (meant.every((all) => all.some((call) => !calls.includes(call)))) return 'a call is missing';
  return undefined;
}

/** Pictures that have no place in a dialect are told as links in its text. */
function plainText(text: string): string {
  return text.replaceAll(/!?\[[^\]]*\]\([^)]*\)/gu, '');
}

function canonical({ name, json }: ToldCall): string | undefined {
  try {
    const args = JSON.parse(json === '' ? '{}' : json) as unknown;
    if (typeof args !== 'object' || args === null || Array.isArray(args)) return undefined;
    return `${name} ${JSON.stringify(args)}`;
  } catch {
    return undefined;
  }
}

function endsAsMeant({ ended, calls }: HeardCandidate, meant: Plan['candidates'][number]['ending']): boolean {
  switch (meant) {
    case 'length':
      return ended === 'length';
    case 'filter':
      return ended === 'blocked';
    default:
      // A refusal in words ends as its dialect has it.
      return ended === (calls.length > 0 ? 'tools' : 'done') || (ended === 'blocked' && calls.length === 0);
  }
}

function quote(text: string): string {
  return JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
}
