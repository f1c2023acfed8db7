// Names of voices. Each of OpenAI's has a like of its own among Google's prebuilt ones; any other name is Google's to judge.
// https://ai.google.dev/gemini-api/docs/speech-generation#voices

/** OpenAI's voice → the one of Google's that comes nearest in pitch and temper. */
const likes: ReadonlyMap<string, string> = new Map([
  ['alloy', 'Kore'],
  ['ash', 'Charon'],
  ['ballad', 'Algieba'],
  ['cedar', 'Rasalgethi'],
  ['coral', 'Aoede'],
  ['echo', 'Puck'],
  ['fable', 'Achird'],
  ['marin', 'Despina'],
  ['nova', 'Leda'],
  ['onyx', 'Orus'],
  ['sage', 'Sulafat'],
  ['shimmer', 'Zephyr'],
  ['verse', 'Iapetus'],
]);

const prebuilt: ReadonlyMap<string, string> = new Map(
  (
    'Achernar Achird Algenib Algieba Alnilam Aoede Autonoe Callirrhoe Charon Despina Enceladus Erinome Fenrir Gacrux ' +
    'Iapetus Kore Laomedeia Leda Orus Puck Pulcherrima Rasalgethi Sadachbia Sadaltager Schedar Sulafat Umbriel ' +
    'Vindemiatrix Zephyr Zubenelgenubi'
  )
    .split(' ')
    .map((name) => [name.toLowerCase(), name]),
);

/** A name for `prebuiltVoiceConfig.voiceName`, in Google's spelling where it is one of Google's. */
export interface GeminiVoice {
  readonly name: string;
  /** It stands in for a voice that Google does not have. */
  readonly standIn: boolean;
}

/** Google's voice for the caller's, whatever the case of its letters. */
export function geminiVoice(asked: string): GeminiVoice {
  const key = asked.toLowerCase();
  const like = likes.get(key);
  return like === undefined
    ? { name: prebuilt.get(key) ?? asked, standIn: false }
    : { name: like, standIn: true };
}
