// Codex CLI: speaks the Responses API. Which tools it offers follows from the model's name.
// https://developers.openai.com/codex/config-reference

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asObject, asString } from '../../src/lib/json.ts';
import type { Agent, AgentJob, AgentReport } from './agent.ts';

export const codex: Agent = {
  name: 'Codex CLI',
  packageName: '@openai/codex',
  version: '0.171.0',
  command: 'codex',
  prepare(job) {
    writeFileSync(join(job.home, 'config.toml'), settings(job));
    return {
      // Its sandbox would need rights that a container does not have; the workspace is a scratch folder.
      args: [
        'exec',
        '--json',
        '--skip-git-repo-check',
        '--dangerously-bypass-approvals-and-sandbox',
        '--cd',
        job.workspace,
        job.ask,
      ],
      env: { CODEX_HOME: job.home, POLLUX_KEY: job.clientKey },
    };
  },
  report,
};

function settings({ model, gatewayUrl }: AgentJob): string {
  return `model = ${JSON.stringify(model)}
model_provider = "pollux"
check_for_update_on_startup = false

[analytics]
enabled = false

[model_providers.pollux]
name = "Pollux"
base_url = ${JSON.stringify(`${gatewayUrl}/v1`)}
env_key = "POLLUX_KEY"
wire_api = "responses"
request_max_retries = 0
stream_max_retries = 0
`;
}

function report(events: readonly unknown[]): AgentReport {
  const tools: string[] = [];
  let lastWords = '';
  for (const event of events) {
    if (asObject(event)?.['type'] !== 'item.completed') continue;
    const item = asObject(asObject(event)?.['item']);
    const kind = asString(item?.['type']) ?? '';
    if (kind === 'agent_message') lastWords = asString(item?.['text']) ?? '';
    else if (kind !== 'reasoning' && kind !== 'error') tools.push(kind);
  }
  return { tools, lastWords };
}
