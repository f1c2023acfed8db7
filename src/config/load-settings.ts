// Puts the configuration together: command line over environment over file over defaults, then one check of it all.

import { resolve } from 'node:path';
import type { z } from 'zod';
import { isObject, type JsonObject } from '../lib/json.ts';
import { assign, originAt, type Origins } from './assignment.ts';
import { readCommandLine, type CommandLineOverrides } from './command-line.ts';
import { completeProviders } from './complete-providers.ts';
import { ConfigError } from './config-error.ts';
import { crossProblems } from './cross-problems.ts';
import { describeIssue } from './describe-issue.ts';
import { dropNulls } from './drop-nulls.ts';
import { readRetryVariables } from './environment-retries.ts';
import { readEnvironment, type Variables } from './environment.ts';
import { expandGroups } from './expand-groups.ts';
import { dataDirectory, idleStoredKeys, nameStoredProviders } from './stored-keys.ts';
import { findConfigFile, type ConfigFile } from './find-config-file.ts';
import { inertNotices } from './inert-settings.ts';
import { fillReferences, markReferences } from './interpolate.ts';
import { translateLegacySettings } from './legacy-settings.ts';
import { overlayEnvironment } from './overlay-environment.ts';
import { parseConfigFile } from './parse-config-file.ts';
import { readDotenv } from './read-dotenv.ts';
import { repeatedClients } from './repeated-clients.ts';
import { resolveTargets } from './resolve-targets.ts';
import { settingsSchema } from './settings-schema.ts';
import type { LoadedSettings, Settings } from './settings.ts';

/** All that the configuration depends on: of the process itself nothing is asked. */
export interface LoadInput {
  /** Options of the command line. */
  readonly argv?: CommandLineOverrides | undefined;
  readonly env: NodeJS.ProcessEnv;
  /** Where `.env` and the configuration file are looked for, and what relative paths start from. */
  readonly cwd: string;
  /** Looks up which providers have keys stored in a data directory; absent: none have. */
  readonly readStored?: ((directory: string) => StoredKeys) | undefined;
}

/** What is known of keys that were added at run time. */
export interface StoredKeys {
  /** Provider → how many. */
  readonly counts: ReadonlyMap<string, number>;
  readonly trouble?: string | undefined;
}

/** Loads and checks the whole configuration. Throws {@link ConfigError} with every mistake found. */
export function loadSettings(input: LoadInput): LoadedSettings {
  const dotenv = readDotenv(input.cwd);
  const variables: Variables = { ...dotenv?.variables, ...withoutUndefined(input.env) };
  const file = findConfigFile(input.cwd, askedFile(input.argv, variables));
  const origins: Origins = new Map();
  const { raw, used, unfilled } = readFile(file, variables);
  const problems = [...unfilled].map(([place, complaint]) => `${place}: ${complaint}`);
  const notices = (file?.passedOver ?? []).map((name) => `${name} is not read: ${file?.path ?? ''} is`);

  const legacy = translateLegacySettings(raw, origins);
  const stored: StoredKeys = input.readStored?.(dataDirectory(input, variables, raw)) ?? {
    counts: new Map(),
  };
  nameStoredProviders(raw, stored.counts);
  const lists = overlayEnvironment(raw, variables, used, origins);
  const readings = [readEnvironment(variables), readRetryVariables(variables)];
  const assignments = readings.flatMap((reading) => reading.assignments);
  for (const assignment of assignments) assign(raw, assignment, origins);
  for (const assignment of readCommandLine(input.argv ?? {})) assign(raw, assignment, origins);
  for (const reading of [legacy, lists, ...readings]) {
    notices.push(...reading.notices);
    problems.push(...reading.problems);
  }
  problems.push(...completeProviders(raw));

  const parsed = settingsSchema.safeParse(raw, { reportInput: true });
  if (!parsed.success) {
    const lines = parsed.error.issues.flatMap((issue) =>
      describeIssue(issue, settingsSchema, (path) => originAt(origins, path)),
    );
    problems.push(...lines.filter((line) => !isLeftBehind(line, unfilled)));
  }
  if (!parsed.success || problems.length > 0) {
    throw new ConfigError([
      ...problems,
      ...crossProblems(raw).filter((line) => !isLeftBehind(line, unfilled)),
    ]);
  }

  const { settings, notices: more } = complete(parsed.data, lists.keyedProviders, input.cwd);
  return {
    settings,
    notices: [...notices, ...more, ...inertNotices(settings), ...idleStoredKeys(settings, stored.counts)],
    dataDirectoryFrom:
      raw['data_dir'] === undefined ? undefined : (originAt(origins, ['data_dir']) ?? file?.path),
    storedKeys: stored.counts,
    storeTrouble: stored.trouble,
    source: {
      file: file?.path,
      dotenv: dotenv?.path,
      environment: [...new Set([...used, ...lists.used, ...assignments.map((one) => one.from)])],
    },
  };
}

function askedFile(
  argv: CommandLineOverrides | undefined,
  variables: Variables,
): { path: string; by: string } | undefined {
  if (argv?.config !== undefined) return { path: argv.config, by: '--config' };
  const path = variables['CONFIG_PATH']?.trim() ?? '';
  return path === '' ? undefined : { path, by: 'CONFIG_PATH' };
}

function readFile(
  file: ConfigFile | undefined,
  variables: Variables,
): {
  readonly raw: JsonObject;
  readonly used: ReadonlySet<string>;
  readonly unfilled: ReadonlyMap<string, string>;
} {
  if (!file) return { raw: {}, used: new Set(), unfilled: new Map() };
  const { value, used, unfilled } = fillReferences(
    parseConfigFile(markReferences(file.text), file.path),
    variables,
  );
  const raw = dropNulls(value);
  return { raw: isObject(raw) ? raw : {}, used, unfilled };
}

/** A reference that could not be filled in has been reported; what it left behind is no second mistake. */
function isLeftBehind(line: string, unfilled: ReadonlyMap<string, string>): boolean {
  return [...unfilled.keys()].some(
    (place) => line.startsWith(place) && /^[:.[]/u.test(line.slice(place.length)),
  );
}

/** The last steps, which need the whole: groups, targets, names that must be unique. */
function complete(
  parsed: z.output<typeof settingsSchema>,
  keyed: ReadonlySet<string>,
  cwd: string,
): { readonly settings: Settings; readonly notices: readonly string[] } {
  const { groups, ...rest } = parsed;
  const expanded = expandGroups(rest.providers, groups, keyed);
  // The vendors themselves have no slashes in their names; what else there is may have.
  const plainNames = Object.values(expanded.providers).every(
    ({ type, base_url: address }) => type !== 'openai-compatible' && address === undefined,
  );
  const names = Object.keys(expanded.providers);
  const targets = resolveTargets(rest.models, rest.fallback_order, names, plainNames);
  const problems = [...targets.problems, ...repeatedClients(rest.clients)];
  if (problems.length > 0) throw new ConfigError(problems);
  const settings: Settings = {
    ...rest,
    providers: expanded.providers,
    models: targets.models,
    data_dir: resolve(cwd, rest.data_dir),
  };
  return { settings, notices: [...expanded.notices, ...targets.notices] };
}

function withoutUndefined(env: NodeJS.ProcessEnv): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) if (value !== undefined) variables[name] = value;
  return variables;
}
