// Several questions at once, a few at a time: the answers in order, or the first failure.

import type { CanonAnswer } from '../canon/answer.ts';
import { ask, type Question } from './ask.ts';

/** More at once would have one caller take a pool's whole minute. */
const AT_ONCE = 4;

/** All answers; undefined when the client has left. Throws GatewayError of the first that failed, and asks no further. */
export async function askAll(questions: readonly Question[]): Promise<readonly CanonAnswer[] | undefined> {
  const answers: (CanonAnswer | undefined)[] = [];
  let next = 0;
  let stopped = false;

  async function work(): Promise<void> {
    while (!stopped) {
      const at = next++;
      const question = questions[at];
      if (question === undefined) return;
      try {
        answers[at] = await ask(question);
      } catch (error) {
        stopped = true;
        throw error;
      }
      if (answers[at] === undefined) stopped = true;
    }
  }

  const workers = Array.from({ length: Math.min(AT_ONCE, questions.length) }, work);
  for (const outcome of await Promise.allSettled(workers)) {
    if (outcome.status === 'rejected') throw outcome.reason;
  }
  const whole = answers.filter((answer) => answer !== undefined);
  return whole.length === questions.length ? whole : undefined;
}
