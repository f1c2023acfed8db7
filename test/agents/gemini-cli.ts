// Gemini CLI: speaks Google's own API, whose bytes pass. https://geminicli.com/docs/reference/configuration

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asObject, asString } from '../../src/lib/json.ts';
import type { Agent, AgentReport } from './agent.ts';

export const geminiCli: Agent = {
  name: 'Gemini CLI',
  packageName: '@google/gemini-cli',
  version: '0.61.0',
  command: 'gemini',
  prepare(job) {
    const folder = join(job.home, '.gemini');
    mkdirSync(folder);
    writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings));
    return {
      args: [
        '--prompt',
        job.ask,
        '--model',
        job.model,
        '--approval-mode',
        'auto_edit',
        '--output-format',
        'stream-json',
      ],
      env: {
        GEMINI_API_KEY: job.clientKey,
        GOOGLE_GEMINI_BASE_URL: job.gatewayUrl,
        GEMINI_CLI_TRUST_WORKSPACE: 'true',
      },
    };
  },
  report,
};

const settings = {
  general: { enableAutoUpdate: false, enableAutoUpdateNotification: false },
  privacy: { usageStatisticsEnabled: false },
  security: { auth: { selectedType: 'gemini-api-key' } },
};

function report(events: readonly unknown[]): AgentReport {
  const tools: string[] = [];
  let lastWords = '';
  for (const event of events.map(asObject)) {
    if (event?.['type'] === 'tool_use') {
      tools.push(asString(event['tool_name']) ?? '?');
      lastWords = '';
    }
    if (event?.['type'] === 'message' && event['role'] === 'assistant')
      lastWords += asString(event['content']) ?? '';
  }
  return { tools, lastWords };
}
