// Recognises what a database gives back: another version, or another program, may have written it.

import { z } from 'zod';
import type { SavedBucket, SavedKey, SavedModel, SavedProject } from './saved-pool-state.ts';

const key = z.object({
  fingerprint: z.string(),
  state: z.enum(['active', 'quarantined', 'dead']),
  reason: z.string().optional(),
  untilMs: z.number().optional(),
  failedProbes: z.number().optional(),
  maxProbes: z.number().optional(),
  restUntilMs: z.number().optional(),
  project: z.string().optional(),
});

const project = z.object({ project: z.string(), reason: z.string(), untilMs: z.number().optional() });

const limit = z.object({ kind: z.enum(['rpm', 'tpm', 'rpd', 'tpd']), value: z.number(), atMs: z.number() });

const bucket = z.object({
  project: z.string(),
  model: z.string(),
  reason: z.string().optional(),
  untilMs: z.number(),
  level: z.number(),
  limits: z.array(limit),
  dayEndsMs: z.number(),
  dayRequests: z.number(),
  dayTokens: z.number(),
  lastUsedMs: z.number().optional(),
});

const model = z.object({ model: z.string(), retiredUntilMs: z.number() });

/** Whether a row read back is a key's state. */
export function isSavedKey(value: unknown): value is SavedKey {
  return key.safeParse(value).success;
}

/** Whether a row read back is a project's state. */
export function isSavedProject(value: unknown): value is SavedProject {
  return project.safeParse(value).success;
}

/** Whether a row read back is a bucket's state. */
export function isSavedBucket(value: unknown): value is SavedBucket {
  return bucket.safeParse(value).success;
}

/** Whether a row read back is a model's state. */
export function isSavedModel(value: unknown): value is SavedModel {
  return model.safeParse(value).success;
}
