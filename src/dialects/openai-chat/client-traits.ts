// What the request tells about the form its answer must have.

import type { CanonRequest } from '../../canon/request.ts';
import { isCustomTool } from './parse-tools.ts';

/** Read once, from the request: who asks in an older or a freer form looks for the answer in the same. */
export interface ClientTraits {
  /** The client offers `functions` and looks for `function_call`. */
  readonly legacyFunctions: boolean;
  /** Names of free-text tools, whose calls are of type `custom`. */
  readonly customTools: ReadonlySet<string>;
}

/** Reads the marks that parsing left in `extras`. */
export function clientTraits(request: CanonRequest): ClientTraits {
  return {
    legacyFunctions: request.extras?.['openai-chat']?.['legacyFunctions'] === true,
    customTools: new Set(request.tools.filter(isCustomTool).map((tool) => tool.name)),
  };
}
