#!/usr/bin/env node
// The command `pollux`. Everything it can do is in program.ts.

import { createProgram } from './program.ts';

await createProgram().parseAsync();
