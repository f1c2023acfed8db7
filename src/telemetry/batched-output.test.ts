import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const directory = mkdtempSync(join(tmpdir(), 'pollux-output-'));
afterAll(() => rmSync(directory, { recursive: true }));

const MODULE = new URL('./batched-output.ts', import.meta.url).href;

function run(body: string): string {
  const code = `import { createBatchedOutput } from '${MODULE}';\nconst out = createBatchedOutput(1);\nconst line = (level, n) => '{"level":"' + level + '","n":' + n + '}\\n';\n${body}`;
  // What loops without an end is a failure, not a wait.
  const options = { encoding: 'utf8', timeout: 10_000 } as const;
  return spawnSync(process.execPath, ['--input-type=module', '-e', code], options).stdout;
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

  it.each(['info', 'warn'])('that takes no line of level %s costs this line alone', (level) => {
    const text = run(`
      import { closeSync, openSync, readFileSync } from 'node:fs';
      const path = ${JSON.stringify(join(directory, level))};
      const closed = openSync(path, 'a+');
      closeSync(closed);
      const unwritable = openSync(path, 'r');
      const output = createBatchedOutput(unwritable);
      output.write(line('${level}', 1));
      setTimeout(() => {
        closeSync(unwritable);
        openSync(path, 'a');
        output.write(line('warn', 2));
        console.log(readFileSync(path, 'utf8'));
      }, 300);
    `);
    expect(text.trim()).toBe('{"level":"warn","n":2}');
  });
});
