// Administration: who may do it.

import { credential } from '../fields/credential.ts';
import { section } from './section.ts';

/** The section `admin`. */
export const adminSection = section({
  token: credential('a token')
    .optional()
    .describe(
      'Opens /admin/api, and /health/detailed and /v1/keys/status too. Absent: one is made and kept in the file admin-token of data_dir.',
    ),
});
