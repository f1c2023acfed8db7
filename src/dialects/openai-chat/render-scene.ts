// What every renderer of a request's parts needs to know.

import type { ChatQuirks } from '../../canon/chat-quirks.ts';
import type { RenderRequestContext } from '../dialect.ts';

/** One for each rendered request: `context` is the attempt's, `quirks` its service's. */
export interface RenderScene {
  readonly context: RenderRequestContext;
  readonly quirks: ChatQuirks;
  /** Names of free-text tools, whose calls are of type `custom`. */
  readonly customTools: ReadonlySet<string>;
}
