import { describe, expect, it } from 'vitest';
import { Secret } from '../lib/secret.ts';
import { placeProject } from './placement.ts';
import { createPoolKey, type PoolKey } from './pool-key.ts';
import { chooseKey, createProject, projectUsableAt, type Project } from './project.ts';

const MODEL = 'gemini-3.8-flash';
const KEYS = 1000;

/** A project of many keys, `looks()` times of which anybody has looked at the state of one. */
function crowd(): { project: Project; keys: readonly PoolKey[]; looks(): number } {
  const project = createProject('p');
  let looks = 0;
  for (let index = 0; index < KEYS; index++) {
    const secret = new Secret(`AIzaSyCrowdNumber${index}-abcdefgh`);
    const key = createPoolKey({ key: secret }, `print-${index}`, project, { averageMs: undefined });
    let { state } = key;
    Object.defineProperty(key, 'state', {
      get: () => {
        looks++;
        return state;
      },
      set: (to: PoolKey['state']) => {
        state = to;
      },
    });
    project.keys.push(key);
  }
  return { project, keys: project.keys, looks: () => looks };
}

function choose(project: Project): PoolKey | undefined {
  return projectUsableAt(project, MODEL, 0) === Infinity ? undefined : chooseKey(project, MODEL, 0);
}

describe('a project of many keys', () => {
  it('does not look through the dead ones for each request', () => {
    const { project, keys, looks } = crowd();
    for (const key of keys.slice(0, -1)) key.state = 'dead';
    placeProject(project, 0, () => 0);
    expect(choose(project)).toBe(keys.at(-1));
    const before = looks();
    expect(choose(project)).toBe(keys.at(-1));
    expect(looks() - before).toBeLessThan(10);
  });

  it('knows of each that dies, and of each that comes back', () => {
    const { project, keys } = crowd();
    const become = (key: PoolKey | undefined, state: PoolKey['state']): void => {
      if (key) key.state = state;
      placeProject(project, 0, () => 0);
    };
    for (const key of keys) key.state = 'dead';
    become(keys[7], 'active');
    expect([choose(project), choose(project)]).toEqual([keys[7], keys[7]]);
    become(keys[3], 'active');
    expect(new Set([choose(project), choose(project)])).toEqual(new Set([keys[3], keys[7]]));
    become(keys[7], 'quarantined');
    expect([choose(project), choose(project)]).toEqual([keys[3], keys[3]]);
    become(keys[3], 'dead');
    expect(choose(project)).toBeUndefined();
  });
});
