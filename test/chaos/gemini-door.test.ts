// Whatever goes wrong at a provider, clients of Gemini get one honest outcome.

import { geminiDoor } from '../matrix/gemini-door.ts';
import { testFaultsAt } from './fault-matrix.ts';

testFaultsAt(geminiDoor);
