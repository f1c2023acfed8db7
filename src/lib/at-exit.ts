// One listener for all that must be written before the process ends by itself, the latest first: what was put on top of
// something is emptied into it before that is.

const tasks: (() => void)[] = [];

/** Runs `task` when the process exits. It must not wait for anything. */
export function atExit(task: () => void): void {
  if (tasks.length === 0) {
    process.on('exit', () => {
      for (const one of tasks.toReversed()) one();
    });
  }
  tasks.push(task);
}
