// The soak's providers, a process of their own that keeps failing in every way that can be recovered from: about one
// attempt in ten, in bursts and alone, at one vendor or at all, for as long as it is asked anything.

import { createSeededRandom } from '../src/lib/random.ts';
import { createSimulator, type SimulatedFault } from '../src/simulator/simulator.ts';
import { soakKeys } from './soak-settings.ts';
import { breaks, speakOf, vendors } from './soak-request.ts';

const FAULTS: readonly SimulatedFault[] = [
  { fault: 'status-500' },
  { fault: 'status-503' },
  { fault: 'status-504' },
  { fault: 'reset' },
  { fault: 'cut', afterEvents: 0 },
  { fault: 'gzip' },
  { fault: 'gzip-broken' },
  { fault: 'wrong-content-type' },
  { fault: 'html-200' },
  { fault: 'html-502' },
  { fault: 'redirect' },
  { fault: 'malformed-all' },
  { fault: 'error-event', afterEvents: 0 },
  { fault: 'error-raw', afterEvents: 0 },
  { fault: 'error-sse-body', status: 503 },
  { fault: 'delay', delayMs: 80 },
  { fault: 'slow-first-token', delayMs: 80 },
  { fault: 'no-done' },
  { fault: 'no-usage' },
];
/** These rest a key for seconds, or take seconds. */
const RARE_FAULTS: readonly SimulatedFault[] = [
  { fault: '429-bare', persona: 'openai' },
  { fault: '429-bare', persona: 'gemini' },
  // A stream that says nothing; what is not streamed has no clock but that of the whole request.
  { fault: 'silence', persona: 'gemini', operation: 'streamGenerateContent' },
];
const SHARE = 0.08;
const RARE_SHARE = 0.001;
const BURST_EVERY = 400;
const BURST = 16;
const LOOK_EVERY_MS = 5;
/** A fault that nobody has met by then is over: kept for a vendor that is being spared, it would meet each trial. */
const FORGET_EVERY_MS = 250;
/** One key of each vendor dies now and then; four of six live for ever. */
const DEATHS_AFTER = [500, 1500];

const random = createSeededRandom(23);
const simulator = createSimulator({
  random,
  // What breaks on the way must have been under way; of the others most come at once, which costs the machine less.
  tokenDelayMs: ({ fault, at }) => (fault !== undefined || at % 10 === 0 ? 1 : 0),
  // One vendor has less than is asked of it.
  quotas: [{ project: '*', model: 'gemini-3.8-flash', rpm: 600 }],
  keys: vendors.flatMap((vendor) =>
    soakKeys(vendor).map((key) => ({ key, project: `of ${key}`, provider: vendor })),
  ),
});
const { url } = await simulator.listen();

let seen = 0;
let dead = 0;
let faults = 0;
setInterval(() => {
  const calls = simulator.callCount();
  for (; seen < calls; seen++) {
    if (seen % BURST_EVERY === 0) burst(seen / BURST_EVERY);
    if (random() < SHARE) addFault(FAULTS);
    if (random() < RARE_SHARE) addFault(RARE_FAULTS);
    if (seen === DEATHS_AFTER[dead]) killKeys();
  }
}, LOOK_EVERY_MS);

setInterval(forgetFaults, FORGET_EVERY_MS);
forgetFaults();

/** All but what is asked for: that breaks every time. */
function forgetFaults(): void {
  simulator.clearFaults();
  for (const fault of breaks) simulator.addFault({ fault, when: speakOf(fault) });
}

function addFault(choices: readonly SimulatedFault[]): void {
  const fault = choices[Math.floor(random() * choices.length)];
  if (fault === undefined) return;
  faults++;
  simulator.addFault({ ...fault, times: 1, persona: fault.persona ?? persona() });
}

/** One vendor is down for a moment. */
function burst(turn: number): void {
  const fault = turn % 2 === 0 ? 'status-503' : 'reset';
  faults += BURST;
  simulator.addFault({ fault, times: BURST, persona: vendors[turn % vendors.length] });
}

function killKeys(): void {
  for (const vendor of vendors) {
    const key = soakKeys(vendor)[dead];
    if (key !== undefined) simulator.setKeyState(key, dead === 0 ? 'invalid' : 'leaked');
  }
  dead++;
}

function persona(): (typeof vendors)[number] {
  return vendors[Math.floor(random() * vendors.length)] ?? 'gemini';
}

process.on('disconnect', () => process.exit());
process.on('SIGTERM', () => process.exit());
process.on('message', () => {
  process.send?.({
    calls: simulator.callCount(),
    faults,
    openCalls: simulator.openCalls(),
    aborted: simulator.abortedCalls(),
  });
});
process.send?.({ origin: url });
