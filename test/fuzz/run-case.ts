// One case: what the model means, how its provider's stream breaks, and whether the caller was told the truth.

import { createSeededRandom } from '../../src/lib/random.ts';
import { breakStream, canBreak, faultNames, type BrokenStream, type FaultName } from './break-stream.ts';
import { driveReader, type Delivered } from './drive-reader.ts';
import type { SocketWorld } from './drive-sockets.ts';
import { splitBytes } from './frame-stream.ts';
import { judge } from './judge.ts';
import {
  callerNames,
  makePlan,
  pick,
  providerNames,
  type CallerName,
  type Plan,
  type ProviderName,
} from './plan.ts';
import type { WireEvent } from './wire-event.ts';
import { writeChat } from './write-chat.ts';
import { writeGemini } from './write-gemini.ts';
import { writeMessages } from './write-messages.ts';
import { writeResponses } from './write-responses.ts';

/** All that a case is made of; its fault and the cuts of its bytes follow from `seed`. */
export interface FuzzCase {
  readonly provider: ProviderName;
  readonly caller: CallerName;
  readonly fault: FaultName;
  readonly plan: Plan;
  readonly seed: number;
}

export interface CaseResult {
  readonly broken: BrokenStream;
  readonly delivered: Delivered;
  /** What is wrong; undefined when nothing is. */
  readonly wrong: string | undefined;
}

const writers: Readonly<Record<ProviderName, (plan: Plan) => WireEvent[]>> = {
  chat: writeChat,
  responses: writeResponses,
  messages: writeMessages,
  gemini: writeGemini,
};

export function makeCase(seed: number): FuzzCase {
  const random = createSeededRandom(seed);
  const provider = pick(random, providerNames);
  const caller = pick(random, callerNames);
  const array = provider === 'gemini' && caller === 'gemini-array';
  const fault = pick(
    random,
    faultNames.filter((name) => canBreak(name, provider, array)),
  );
  return { provider, caller, fault, plan: makePlan(random, provider, caller), seed };
}

/** Through the reader of a live stream. */
export function runCase(made: FuzzCase): CaseResult {
  const { provider, caller, plan } = made;
  const { broken, chunks } = breakCase(made);
  const delivered = driveReader(provider, caller, plan.candidates.length, chunks, broken.ending);
  return { broken, delivered, wrong: judge(delivered, broken, plan, caller) };
}

/** Through a whole gateway. */
export async function runCaseOverSockets(made: FuzzCase, world: SocketWorld): Promise<CaseResult> {
  const { provider, caller, plan } = made;
  const { broken, chunks } = breakCase(made);
  const delivered = await world.drive(provider, caller, plan.candidates.length, chunks, broken.ending);
  return { broken, delivered, wrong: judge(delivered, broken, plan, caller) };
}

function breakCase({ provider, caller, fault, plan, seed }: FuzzCase): {
  broken: BrokenStream;
  chunks: Buffer[];
} {
  const random = createSeededRandom(seed ^ 0x5bd1e995);
  const broken = breakStream(fault, writers[provider](plan), plan, provider, caller, random);
  return { broken, chunks: splitBytes(broken.bytes, random) };
}
