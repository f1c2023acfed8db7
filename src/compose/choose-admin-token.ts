// Part of the composition root: which token opens administration, and what to tell whoever started the gateway of it.

import type { Settings } from '../config/settings.ts';
import type { Secret } from '../lib/secret.ts';
import { adminTokenPath, loadAdminToken } from '../store/admin-token.ts';

/** `notices` tell whoever starts the gateway where the token is, never what it is. */
export interface AdminTokenChoice {
  /** Undefined: administration stays closed. */
  readonly token: Secret | undefined;
  readonly notices: readonly string[];
}

/** The configured token, else that of the data directory, made when there is none yet. Never throws, never shows it. */
export function chooseAdminToken({ admin, data_dir: directory }: Settings): AdminTokenChoice {
  if (admin.token !== undefined) return { token: admin.token, notices: [] };
  try {
    const token = loadAdminToken(directory);
    return { token, notices: [`The admin token is in ${adminTokenPath(directory)}`] };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      token: undefined,
      notices: [`Administration is closed: no admin token is configured, and none can be kept (${why})`],
    };
  }
}
