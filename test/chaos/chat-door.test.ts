// Whatever goes wrong at a provider, clients of Chat Completions get one honest outcome.

import { chatDoor } from '../matrix/chat-door.ts';
import { testFaultsAt } from './fault-matrix.ts';

testFaultsAt(chatDoor);
