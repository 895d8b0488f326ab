// Dictation (语音输入): what a browser's listener says becomes words or a sentence, whatever it is called.
import { afterEach, expect, test, vi } from "vitest";
import { agree, canListen, hasAgreed, listen, withSaid } from "../src/field/capture/dictation";
import { newPhone } from "./phone";

class Planted {
  static last: Planted;
  lang = "";
  onresult: (heard: object) => void = () => undefined;
  onerror: (failure: object) => void = () => undefined;
  onend: () => void = () => undefined;
  start = vi.fn();
  stop = vi.fn();
  abort = vi.fn();
  constructor() {
    Planted.last = this;
  }
}
afterEach(() => vi.unstubAllGlobals());

function begun(name = "webkitSpeechRecognition"): { told: string[]; planted: Planted } {
  vi.stubGlobal(name, Planted);
  const told: string[] = [];
  listen({ heard: (words) => told.push(words), failed: (sentence) => told.push(sentence), over: () => told.push("over") });
  return { told, planted: Planted.last };
}

test("a browser without a listener offers none, one under either name does", () => {
  expect(canListen()).toBe(false);
  vi.stubGlobal("SpeechRecognition", Planted);
  expect(canListen()).toBe(true);
});

test("it listens for Mandarin and hands over what it heard", () => {
  const { told, planted } = begun("SpeechRecognition");
  expect([planted.lang, planted.start.mock.calls.length]).toEqual(["zh-CN", 1]);
  planted.onresult({ results: [[{ transcript: "垃圾桶" }], [{ transcript: "满溢" }]] });
  planted.onend();
  expect(told).toEqual(["垃圾桶满溢", "over"]);
});

test("every failure has a sentence, but leaving has none", () => {
  const { told, planted } = begun();
  for (const error of ["not-allowed", "network", "no-speech", "audio-capture", "unheard-of", "aborted"]) planted.onerror({ error });
  expect(told).toEqual(["m.voice.not_allowed", "m.voice.no_service", "m.voice.nothing", "m.voice.no_microphone", "m.voice.failed", ""]);
});

test("what was said stands behind what was written, as one more phrase", () => {
  expect([withSaid("", "沿街三处。"), withSaid("桶满", " 沿街三处"), withSaid("桶满", "")]).toEqual(["沿街三处", "桶满，沿街三处", "桶满"]);
});

test("a phone is asked once", async () => {
  await newPhone();
  expect(await hasAgreed()).toBe(false);
  await agree();
  expect(await hasAgreed()).toBe(true);
});
