// A plan as Gemini's streamGenerateContent streams it.

import type { Candidate, Part, Plan } from './plan.ts';
import { weave } from './weave.ts';
import type { Said, WireEvent } from './wire-event.ts';

const REASONS = { stop: 'STOP', sequence: 'STOP', length: 'MAX_TOKENS', filter: 'SAFETY' } as const;

/** The events of the whole stream; nothing says that it is over but its last finish. */
export function writeGemini(plan: Plan): WireEvent[] {
  return weave(plan, (candidate, index) => writeCandidate(candidate, index, plan.usage));
}

type Say = (parts: readonly object[], says: readonly Said[], more?: object) => WireEvent;

function writeCandidate({ parts, ending }: Candidate, index: number, usage: boolean): WireEvent[] {
  const say: Say = (wireParts, says, more = {}) => {
    const candidate = { content: { parts: wireParts, role: 'model' }, index, ...more };
    const usageMetadata = { promptTokenCount: 9, candidatesTokenCount: 7, totalTokenCount: 16 };
    return {
      data: JSON.stringify({
        candidates: [candidate],
        ...(usage && { usageMetadata }),
        modelVersion: 'gemini-3.8-flash',
        responseId: 'resp-1',
      }),
      says,
      ends: 'finishReason' in more ? [index] : [],
    };
  };
  const cited = parts.some((part) => part.kind === 'text' && part.cited);
  const groundingMetadata = {
    webSearchQueries: ['twins'],
    groundingChunks: [{ web: { uri: 'https://a.example/x', title: 'A' } }],
    groundingSupports: [{ segment: { startIndex: 0, endIndex: 1 }, groundingChunkIndices: [0] }],
  };
  const last = { finishReason: REASONS[ending], ...(cited && { groundingMetadata }) };
  return [...parts.flatMap((part) => writePart(part, index, say)), say([{ text: '' }], [], last)];
}

function writePart(part: Part, candidate: number, say: Say): WireEvent[] {
  switch (part.kind) {
    case 'text':
    case 'refusal':
      return part.pieces.map((value) => say([{ text: value }], [{ candidate, kind: 'text', value }]));
    case 'thought':
      return part.pieces.map((value, at) => {
        const last = part.signed && at === part.pieces.length - 1;
        const wire = { text: value, thought: true, ...(last && { thoughtSignature: 'U2lnbmVk' }) };
        return say([wire], [{ candidate, kind: 'thought', value }]);
      });
    case 'call': {
      const { id, name } = part;
      const json = part.pieces.join('');
      const call = { functionCall: { id, name, args: JSON.parse(json) as object } };
      return [
        say(
          [{ ...call, ...(part.signed && { thoughtSignature: 'Q2FsbGVk' }) }],
          [
            { candidate, kind: 'call', id, value: name },
            { candidate, kind: 'arguments', id, value: json },
          ],
        ),
      ];
    }
    case 'image':
      return [say([{ inlineData: { mimeType: 'image/png', data: 'iVBORw0KGgo=' } }], [])];
    case 'search':
    default:
      return [
        say([{ executableCode: { language: 'PYTHON', code: 'print(1)' } }], []),
        say([{ codeExecutionResult: { outcome: 'OUTCOME_OK', output: '1\n' } }], []),
      ];
  }
}
