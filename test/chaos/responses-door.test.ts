// Whatever goes wrong at a provider, clients of the Responses API get one honest outcome.

import { responsesDoor } from '../matrix/responses-door.ts';
import { testFaultsAt } from './fault-matrix.ts';

testFaultsAt(responsesDoor);
