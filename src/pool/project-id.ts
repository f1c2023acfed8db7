// Names of projects, and what they mean once the provider has named them otherwise.

import type { PoolCore } from './pool-core.ts';
import { keyIdOf } from './pool-key.ts';
import type { Project } from './project.ts';

const OWN = 'key-';

/** The name of a key's project while nothing more is known of it. */
export function ownProjectId(fingerprint: string): string {
  return OWN + keyIdOf(fingerprint);
}

/** The projects that names mean, the names of keys whose project has become known among them. */
export function findProjects(
  core: PoolCore,
  ids: ReadonlySet<string> | undefined,
): ReadonlySet<Project> | undefined {
  if (ids === undefined || ids.size === 0) return undefined;
  const found = new Set<Project>();
  for (const id of ids) {
    const project = core.projects.get(id) ?? formerly(core, id);
    if (project) found.add(project);
  }
  return found;
}

function formerly(core: PoolCore, id: string): Project | undefined {
  return id.startsWith(OWN) ? core.keysById.get(id.slice(OWN.length))?.project : undefined;
}
