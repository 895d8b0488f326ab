// Dictation (语音输入): one utterance at a time becomes words. The browser hands the sound to its maker: it leaves the phone.
import { fact, setFact } from "../store";

interface Heard { results: ArrayLike<ArrayLike<{ transcript: string }>> }
interface Recognition {
  lang: string;
  onresult: (heard: Heard) => void;
  onerror: (failure: { error: string }) => void;
  onend: () => void;
  start(): void; stop(): void; abort(): void;
}
type Maker = new () => Recognition;
interface Ears { heard: (words: string) => void; failed: (sentence: string) => void; over: () => void }
export type Listening = Pick<Recognition, "stop" | "abort">;

const KEY = "voice"; // said once per phone, whoever uses it
export const hasAgreed = async (): Promise<boolean> => (await fact<boolean>(KEY)) ?? false;
export const agree = (): Promise<void> => setFact(KEY, true);

const SENTENCES: Record<string, string> = {
  aborted: "", // by the person, or by leaving the screen
  "no-speech": "m.voice.nothing",
  "audio-capture": "m.voice.no_microphone",
  "not-allowed": "m.voice.not_allowed",
  "service-not-allowed": "m.voice.no_service",
  network: "m.voice.no_service",
  "language-not-supported": "m.voice.no_service",
};

function maker(): Maker | undefined {
  const { SpeechRecognition, webkitSpeechRecognition } = globalThis as { SpeechRecognition?: Maker; webkitSpeechRecognition?: Maker };
  return SpeechRecognition ?? webkitSpeechRecognition;
}

export const canListen = (): boolean => maker() !== undefined;

/** `failed` is told the key of a sentence; `over` comes last, whatever happened. */
export function listen({ heard, failed, over }: Ears): Listening {
  const recognition = new (maker()!)();
  recognition.lang = "zh-CN";
  recognition.onresult = ({ results }) => heard(Array.from(results, (result) => result[0]?.transcript ?? "").join(""));
  recognition.onerror = ({ error }) => failed(SENTENCES[error] ?? "m.voice.failed");
  recognition.onend = over;
  recognition.start();
  return recognition;
}

/** Behind what stands there, as a phrase is; the full stop that some browsers set would end the list. */
export function withSaid(note: string, words: string): string {
  return [note.trim(), words.trim().replace(/[。.]$/, "")].filter(Boolean).join("，");
}
