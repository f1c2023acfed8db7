// A coding agent that works without a person at the terminal: what the trial needs to know of it.

export interface AgentJob {
  /** Folder of its own for settings and sessions: nothing of the user's is read. */
  readonly home: string;
  readonly workspace: string;
  readonly gatewayUrl: string;
  readonly clientKey: string;
  readonly model: string;
  readonly ask: string;
}

export interface AgentCommand {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** What the agent itself tells of its work. */
export interface AgentReport {
  /** Names of the tools that it used, in order. */
  readonly tools: readonly string[];
  /** The last thing that it said. */
  readonly lastWords: string;
}

export interface Agent {
  readonly name: string;
  /** From npm, by exact version. */
  readonly packageName: string;
  readonly version: string;
  readonly command: string;
  /** Writes its settings into `job.home` and says how it is called. */
  prepare(job: AgentJob): AgentCommand;
  /** Reads the lines of JSON that it wrote to standard output. */
  report(events: readonly unknown[]): AgentReport;
}
