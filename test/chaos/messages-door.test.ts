// Whatever goes wrong at a provider, clients of Messages get one honest outcome.

import { messagesDoor } from '../matrix/messages-door.ts';
import { testFaultsAt } from './fault-matrix.ts';

testFaultsAt(messagesDoor);
