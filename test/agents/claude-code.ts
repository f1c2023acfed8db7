// Claude Code: speaks the Messages API. https://code.claude.com/docs/en/llm-gateway

import { asArray, asObject, asString } from '../../src/lib/json.ts';
import type { Agent, AgentReport } from './agent.ts';

export const claudeCode: Agent = {
  name: 'Claude Code',
  packageName: '@anthropic-ai/claude-code',
  version: '2.1.332',
  command: 'claude',
  prepare: (job) => ({
    // Skipping every permission is refused to root; accepting edits is enough for an edit.
    args: ['-p', job.ask, '--permission-mode', 'acceptEdits', '--output-format', 'stream-json', '--verbose'],
    env: {
      CLAUDE_CONFIG_DIR: job.home,
      ANTHROPIC_BASE_URL: job.gatewayUrl,
      ANTHROPIC_AUTH_TOKEN: job.clientKey,
      ANTHROPIC_MODEL: job.model,
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      CLAUDE_CODE_MAX_RETRIES: '0',
      DISABLE_AUTOUPDATER: '1',
      DISABLE_ERROR_REPORTING: '1',
      DISABLE_TELEMETRY: '1',
    },
  }),
  report,
};

function report(events: readonly unknown[]): AgentReport {
  const tools = events.flatMap((event) =>
    asArray(asObject(asObject(event)?.['message'])?.['content']).flatMap((block) =>
      asObject(block)?.['type'] === 'tool_use' ? [asString(asObject(block)?.['name']) ?? '?'] : [],
    ),
  );
  const result = asObject(events.findLast((event) => asObject(event)?.['type'] === 'result'));
  const lastWords = result?.['is_error'] === true ? '' : (asString(result?.['result']) ?? '');
  return { tools, lastWords };
}
