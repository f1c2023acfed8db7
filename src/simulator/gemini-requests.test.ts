import { describe, expect, it } from 'vitest';
import { acceptedRequests } from './gemini-accepted-requests.fixture.ts';
import { hello, refusedRequests, user } from './gemini-refused-requests.fixture.ts';
import { createRefusedClient } from './gemini-failure.fixture.ts';
import { useSimulator } from './use-simulator.fixture.ts';

const key = 'AIzaSyTest-00000000000000000000000000001';
const world = useSimulator({ keys: [{ key, project: '4711' }] });

const post = createRefusedClient(world, key);

describe('requests that Google refuses', () => {
  it.each(refusedRequests)('refuses %s', async (_name, name, body, message) => {
    const { status, body: failure } = await post(name, body);
    expect([status, failure.error?.status]).toEqual([400, 'INVALID_ARGUMENT']);
    expect(failure.error.message).toContain(message);
  });

  it('answers 404 for a model that it does not have', async () => {
    const { status, body } = await post('gemini-9-nova', hello);
    expect(status).toBe(404);
    expect(body.error.message).toMatch(
      /^models\/gemini-9-nova is not found for API version v1beta, or is not supported for generateContent\./u,
    );
  });

  it('answers 403 for a file of another project', async () => {
    const { status, body } = await post('gemini-3.8-flash', {
      contents: [
        user({ fileData: { fileUri: 'https://generativelanguage.googleapis.com/v1beta/files/abc' } }),
      ],
    });
    expect([status, body.error.message]).toEqual([
      403,
      'You do not have permission to access the File abc or it may not exist.',
    ]);
  });

  it.each(acceptedRequests)('accepts %s', async (_name, body) => {
    expect(await post('gemini-3.8-flash', body)).toMatchObject({ status: 200 });
  });

  it('keeps the form of the stream in its errors: bare JSON among events, one item of an array', async () => {
    const ask = (query: string): Promise<Response> =>
      fetch(`${world.base}/v1beta/models/gemini-9-nova:streamGenerateContent${query}`, {
        method: 'POST',
        headers: { 'x-goog-api-key': key },
        body: JSON.stringify(hello),
      });
    const events = await ask('?alt=sse');
    expect([events.status, events.headers.get('content-type')]).toEqual([404, 'text/event-stream']);
    expect(JSON.parse(await events.text())).toMatchObject({ error: { code: 404, status: 'NOT_FOUND' } });
    expect(await (await ask('')).json()).toMatchObject([{ error: { code: 404, status: 'NOT_FOUND' } }]);
  });
});
