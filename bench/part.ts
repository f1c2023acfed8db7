// The parts of the benchmark are processes: how they are started, tell where they listen, and end.

import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Part {
  readonly process: ChildProcess;
  readonly pid: number;
}

/** A part that takes requests. */
export interface ServerPart {
  readonly pid: number;
  readonly origin: string;
  /** Stops it and waits until it has ended. */
  close(): Promise<void>;
}

/** In a part: tells the starter its origin, and ends when the starter does. */
export function announce(server: Server): void {
  process.send?.({ origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  process.on('disconnect', () => process.exit());
  process.on('SIGTERM', () => process.exit());
}

/** Starts `node` with these arguments. */
export function startNode(args: readonly string[], stdio: StdioOptions, env = process.env): Part {
  const child = spawn(process.execPath, args, { stdio, env });
  if (child.pid === undefined) throw new Error(`could not start node ${args.join(' ')}`);
  return { process: child, pid: child.pid };
}

/** Starts a file of this folder that announces itself. */
export async function startServer(
  file: string,
  args: readonly string[],
  nodeArgs: readonly string[] = [],
): Promise<ServerPart> {
  const part = startNode(
    [...nodeArgs, new URL(file, import.meta.url).pathname, ...args],
    ['ignore', 'inherit', 'inherit', 'ipc'],
  );
  const [message] = (await once(part.process, 'message')) as [{ origin: string }];
  return { pid: part.pid, origin: message.origin, close: () => stop(part) };
}

/** Asks the part to end and waits until it has. */
export async function stop(part: Part): Promise<void> {
  if (part.process.exitCode !== null || part.process.signalCode !== null) return;
  const ended = once(part.process, 'exit');
  part.process.kill('SIGTERM');
  await ended;
}
