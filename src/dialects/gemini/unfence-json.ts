// Models that ignore the response format now and then put their JSON into a Markdown fence, where no client looks for it.

import type { Candidate } from '../../canon/answer.ts';
import type { CanonRequest } from '../../canon/request.ts';
import { tryParseJson } from '../../lib/json.ts';

const FENCED = /^\s*```(?:json)?[ \t]*\r?\n([\s\S]*?)\r?\n?```\s*$/iu;

/** The candidate without the fence, where JSON was asked for and the text is JSON in one fence and nothing else. */
export function unfenceJson(candidate: Candidate, request: CanonRequest): Candidate {
  const format = request.responseFormat?.type;
  if ((format !== 'json' && format !== 'json-schema') || candidate.logprobs !== undefined) return candidate;
  const said = candidate.parts.filter((part) => part.type !== 'reasoning');
  const [text] = said;
  // Citations point at places in the text as it came.
  if (said.length !== 1 || text?.type !== 'text' || text.citations !== undefined) return candidate;
  const json = FENCED.exec(text.text)?.[1];
  if (json === undefined || tryParseJson(json) === undefined) return candidate;
  return {
    ...candidate,
    parts: candidate.parts.map((part) => (part === text ? { ...text, text: json } : part)),
  };
}
