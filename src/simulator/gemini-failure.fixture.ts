// A client of the simulated Gemini that expects to be refused.
import type { ListeningSimulator } from './use-simulator.fixture.ts';

interface Failure {
  error: {
    code: number;
    status: string;
    message: string;
    details?: {
      '@type': string;
      reason?: string;
      metadata?: Record<string, string>;
      fieldViolations?: { field: string; description: string }[];
    }[];
  };
}

/** Asks a model to generate, with this key unless other headers are given. */
export function createRefusedClient(world: ListeningSimulator, key: string) {
  return async function post(
    model: string,
    body: unknown,
    headers: Record<string, string> = { 'x-goog-api-key': key },
    query = '',
  ): Promise<{ status: number; body: Failure }> {
    const response = await fetch(`${world.base}/v1beta/models/${model}:generateContent${query}`, {
      method: 'POST',
      headers,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Failure };
  };
}
