import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FakeUpstream, ReceivedRequest, UpstreamAnswer } from './fake-upstream.ts';
import { handWritten } from './hand-written.fixture.ts';
import type { Outcome } from './outcome.ts';
import { replayAll } from './replay-all.ts';
import { renderReport } from './table.ts';

/** Stands between the checks and the fake provider: a gateway that changes what it carries. */
function tamper(
  upstream: FakeUpstream,
  change: {
    readonly answer?: (answer: UpstreamAnswer) => UpstreamAnswer;
    readonly received?: (request: ReceivedRequest) => ReceivedRequest;
  },
): FakeUpstream {
  return {
    url: upstream.url,
    get answer() {
      return upstream.answer;
    },
    set answer(give) {
      upstream.answer = (request) => change.answer?.(give(request)) ?? give(request);
    },
    takeReceived: () => upstream.takeReceived().map((request) => change.received?.(request) ?? request),
    close: () => upstream.close(),
  };
}

function replaceText(bytes: Buffer, from: string, to: string): Buffer {
  return Buffer.from(bytes.toString('utf8').replaceAll(from, to));
}

function ofId(outcomes: readonly Outcome[], id: string): readonly Outcome[] {
  return outcomes.filter((outcome) => outcome.id === id);
}

describe('a replay of exchanges written by hand', () => {
  let outcomes: readonly Outcome[];
  beforeAll(async () => {
    outcomes = await replayAll(handWritten);
  });

  it('finds nothing wrong with the gateway', () => {
    expect(outcomes.filter(({ state }) => state === 'failed')).toEqual([]);
  });

  it.each([
    ['native-call', 'request', 1],
    ['native-call', 'answer', 1],
    ['native-429', 'answer', 1],
    ['native-stream', 'request', 3],
    ['native-stream', 'answer, one event a write', 1],
    ['native-stream', 'answer, all at once', 1],
    ['native-stream', 'answer, pieces of 1–7 bytes', 1],
    ['native-stream', 'cut before its confirmed end', 1],
    ['openai-question', 'request', 1],
    ['openai-question', 'answer', 1],
    ['anthropic-count', 'request', 1],
    ['anthropic-count', 'answer', 1],
    ['anthropic-question', 'request', 1],
    ['anthropic-question', 'answer', 1],
    ['native-stream', 'answer in Chat Completions, streamed', 1],
    ['native-stream', 'answer in Messages', 1],
    ['openai-question', 'meaning kept, gemini-2.5-flash', 1],
    ['openai-question', 'answer folded back, streamed', 1],
    ['openai-question→native-call', 'as its native partner', 1],
    ['anthropic-question', 'meaning kept, gemini-3-flash-preview', 1],
    ['anthropic-question', 'the same request streamed', 1],
    ['anthropic-question→native-call', 'as its native partner', 1],
    ['native-stream', 'answer through openai.responses, streamed', 1],
    ['native-stream', 'stream of anthropic folds to its whole', 1],
    ['openai-question', 'request for anthropic', 1],
    ['anthropic-question', 'request for openai.responses', 1],
    ['anthropic-question', 'signatures after openai.chat', 1],
    ['anthropic-question', 'signatures after openai.responses', 1],
    ['anthropic-question', 'signatures after gemini', 1],
    ['openai-question→native-call', 'as a native request of gemini', 1],
    ['native-call→anthropic-question', 'answer through gemini, streamed', 1],
    ['unfinished', 'a failure stays one', 1],
    ['blocked', 'answer through openai.responses', 1],
  ])('shows that for %s the check «%s» holds', (id, check, times) => {
    const states = ofId(outcomes, id).filter((outcome) => outcome.check === check);
    expect(states.map(({ state }) => state)).toEqual(Array.from({ length: times }, () => 'holds'));
  });

  it.each([
    ['native-bad-key', 'answer', /key of the pool is refused/u],
    ['native-cut', 'answer, all at once', /recording is incomplete/u],
  ])('gives a reason where for %s the check «%s» cannot hold', (id, check, reason) => {
    const found = ofId(outcomes, id).find((outcome) => outcome.check === check);
    expect(found).toMatchObject({ state: 'excepted', reason: expect.stringMatching(reason) });
  });

  it('says where a request holds in another form', () => {
    const found = ofId(outcomes, 'openai-question').find(
      ({ check }) => check === 'request for openai.responses',
    );
    expect(found).toMatchObject({ state: 'holds', reason: '' });
    const partner = ofId(outcomes, 'anthropic-question→native-call').find(
      ({ check }) => check === 'as its native partner',
    );
    expect(partner?.reason).toMatch(/maxTokens/u);
  });

  it('is reported as one table with every reason', () => {
    const report = renderReport(outcomes);
    expect(report).toMatch(/^family +check +holds +excepted +failed +all$/mu);
    expect(report).toMatch(/^openai\.chat +as its native partner +1 +0 +0 +1$/mu);
    expect(report).toContain('recording is incomplete');
    expect(report).not.toContain('Failures');
  });
});

describe('a replay through a gateway that is not true to what it carries', () => {
  it('fails where answers change', async () => {
    const outcomes = await replayAll(handWritten, {
      change: (upstream) =>
        tamper(upstream, {
          answer: (answer) => ({
            ...answer,
            pieces: [
              replaceText(
                replaceText(Buffer.concat(answer.pieces), 'noon', 'five'),
                '"args":{"city":"Lisbon"}',
                '"args":{}',
              ),
            ],
          }),
        }),
    });
    const failed = outcomes
      .filter(({ state }) => state === 'failed')
      .map(({ id, check }) => `${id}: ${check}`);
    expect(failed).toEqual(
      expect.arrayContaining([
        'native-stream: answer, one event a write',
        'native-stream: answer in Chat Completions',
        'native-stream: answer in Messages, streamed',
        'openai-question: answer folded back, streamed',
        'anthropic-question: answer folded back',
      ]),
    );
  });

  it('fails where requests change', async () => {
    const outcomes = await replayAll(handWritten, {
      change: (upstream) =>
        tamper(upstream, {
          received: (request) => ({ ...request, body: replaceText(request.body, 'Lisbon', 'Porto') }),
        }),
    });
    const failed = outcomes
      .filter(({ state }) => state === 'failed')
      .map(({ id, check }) => `${id}: ${check}`);
    expect(failed).toEqual(
      expect.arrayContaining([
        'native-call: request',
        'native-stream: request',
        'openai-question: meaning kept, gemini-2.5-flash',
        'openai-question→native-call: as its native partner',
        'anthropic-question→native-call: as its native partner',
      ]),
    );
    expect(renderReport(outcomes)).toContain('Failures');
  });

  it('fails where an answer without its end passes as a whole one', async () => {
    const finish = Buffer.from('data: {"candidates":[{"finishReason":"STOP","index":0}]}\r\n\r\n');
    const outcomes = await replayAll(handWritten, {
      change: (upstream) =>
        tamper(upstream, { answer: (answer) => ({ ...answer, pieces: [...answer.pieces, finish] }) }),
    });
    expect(ofId(outcomes, 'native-cut').filter(({ check }) => check.startsWith('answer'))).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ state: 'failed', reason: expect.stringContaining('passed off') }),
      ]),
    );
  });
});

describe('the command', () => {
  const script = fileURLToPath(new URL('run.ts', import.meta.url));
  const run = (...args: readonly string[]): Promise<{ code: unknown; said: string }> =>
    new Promise((resolve) => {
      execFile(process.execPath, [script, ...args], (error, _stdout, stderr) =>
        resolve({ code: error?.code ?? 0, said: stderr }),
      );
    });

  it.each([
    ['no folder is named', []],
    ['the folder does not exist', [`${tmpdir()}/no-such-recordings`]],
    ['the folder holds no recordings', [fileURLToPath(new URL('.', import.meta.url))]],
  ])('says so and exits with 2 when %s', async (_what, args) => {
    const { code, said } = await run(...args);
    expect(code).toBe(2);
    expect(said).toContain('Nothing was replayed');
  });
});
