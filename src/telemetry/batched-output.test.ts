import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

const MODULE = new URL('./batched-output.ts', import.meta.url).href;

function run(body: string): string {
  const code = `import { createBatchedOutput } from '${MODULE}';\nconst out = createBatchedOutput(1);\nconst line = (level, n) => '{"level":"' + level + '","n":' + n + '}\\n';\n${body}`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' }).stdout;
}

describe('batched output', () => {
  it('loses no line when the process ends', () => {
    const lines = run(`for (let n = 0; n < 5000; n++) out.write(line('info', n));`).trim().split('\n');
    expect(lines.map((text) => (JSON.parse(text) as { n: number }).n)).toEqual(
      Array.from({ length: 5000 }, (_, n) => n),
    );
  });

  it('loses none when the process is told to exit', () => {
    expect(run(`out.write(line('info', 1)); process.exit(0);`)).toContain('"n":1');
  });

  it('writes warnings at once, and what came before them', () => {
    const text = run(
      `out.write(line('info', 1)); out.write(line('warn', 2)); process.kill(process.pid, 'SIGKILL');`,
    );
    expect(text).toBe('{"level":"info","n":1}\n{"level":"warn","n":2}\n');
  });
});
