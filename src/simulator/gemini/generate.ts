// generateContent and streamGenerateContent: check, charge, answer.
import { asNumber } from '../../lib/json.ts';
import type { Random } from '../../lib/random.ts';
import type { SimulatedFault } from '../faults.ts';
import type { Reply } from '../reply.ts';
import type { Exchange } from '../simulated-world.ts';
import { createGeminiAnswer } from './answer.ts';
import { checkConfig } from './check-config.ts';
import { checkContents } from './check-contents.ts';
import { checkMessage } from './check-message.ts';
import { checkSignatures } from './check-signatures.ts';
import { checkTools } from './check-tools.ts';
import { badRequest, contextOverflow } from './errors.ts';
import { emptyAnswer } from './empty-answer.ts';
import { generationOf, type GeminiModel } from './model-catalog.ts';
import { geminiQuotaError } from './quota-errors.ts';
import { readGeminiPrompt, segmentGeminiPrompt } from './read-prompt.ts';
import { renderStream, renderWhole, type AnswerForm } from './render-answer.ts';
import { wireField } from './wire-field.ts';

/** Answers a request for `model`, whose credentials are in order. */
export function generate(exchange: Exchange, model: GeminiModel, fault: SimulatedFault | undefined): Reply {
  const { body, call, world } = exchange;
  const refused = checkGenerateRequest(body, model, call.stream);
  if (refused) return refused;
  const segments = segmentGeminiPrompt(body);
  let promptTokens = 0;
  for (const segment of segments) promptTokens += segment.tokens;
  if (promptTokens > model.inputTokenLimit) return contextOverflow(promptTokens, model.inputTokenLimit);

  const name = call.model ?? model.name;
  const project = call.project ?? '';
  const over = world.quotas.charge(project, name, promptTokens);
  if (over) return geminiQuotaError(over, name, Math.floor(world.random() * 40_000));

  const cachedTokens = promptTokens < 1024 ? 0 : world.promptCache.lookUp(`${project}\n${name}`, segments);
  const tokens = { prompt: promptTokens, cached: cachedTokens };
  const form: AnswerForm = {
    modelVersion: name,
    responseId: createResponseId(world.random),
    candidateCount: asNumber(wireField(wireField(body, 'generationConfig'), 'candidateCount')) ?? 1,
    separateFinish: generationOf(model.name) >= 3,
  };
  const sse = exchange.query.get('alt') === 'sse';
  const prompt = { ...readGeminiPrompt(body, fault?.fault === 'huge'), script: exchange.script };
  const thinking = wireField(wireField(body, 'generationConfig'), 'thinkingConfig');
  const answer = createGeminiAnswer(
    body,
    prompt,
    model,
    wireField(thinking, 'includeThoughts') === true,
    tokens,
    call.stream,
  );
  const empty = fault && emptyAnswer(fault, answer, form, call.stream, sse);
  if (empty) return empty;
  return call.stream
    ? renderStream(answer, form, fault?.fault, sse)
    : renderWhole(answer, form, fault?.fault);
}

/** Everything that Google answers 400 (or 403) to, in the order in which it looks. */
function checkGenerateRequest(body: unknown, model: GeminiModel, stream: boolean): Reply | undefined {
  const violations = checkMessage(body, 'GenerateContentRequest');
  if (violations.length > 0) return badRequest(violations);
  const generation = generationOf(model.name);
  return (
    checkTools(body, generation) ??
    checkConfig(body, model, stream) ??
    checkContents(body, generation) ??
    checkSignatures(body, generation)
  );
}

function createResponseId(random: Random): string {
  const word = (): string =>
    Math.floor(random() * 36 ** 6)
      .toString(36)
      .padStart(6, '0');
  return `${word()}${word()}${word()}`;
}
