// Camera (取景): a live picture inside the page where the browser has one; elsewhere the phone's own camera serves.
import { onScopeDispose, ref, type Ref, type ShallowRef } from "vue";

const WISHED = { facingMode: { ideal: "environment" }, width: { ideal: 1920 }, height: { ideal: 1440 } };
const QUALITY = 0.92;

export const hasLiveCamera = (): boolean => typeof navigator.mediaDevices?.getUserMedia === "function";

export type CameraState = "asking" | "live" | "refused";

export function useCamera(video: Readonly<ShallowRef<HTMLVideoElement | null>>): { state: Ref<CameraState>; shoot: () => Promise<File> } {
  const state = ref<CameraState>("asking");
  let stream: MediaStream | undefined;
  let over = false;
  const stop = (): void => stream?.getTracks().forEach((track) => track.stop());

  void (async () => {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: WISHED, audio: false });
      if (over) return stop(); // closed while the person was being asked
      video.value!.srcObject = stream;
      await video.value!.play();
      state.value = "live";
    } catch {
      state.value = "refused"; // no camera, no permission, or somebody else has it: the other way is offered
    }
  })();
  onScopeDispose(() => {
    over = true;
    stop();
  });
  return { state, shoot: () => frameOf(video.value!) };
}

async function frameOf(video: HTMLVideoElement): Promise<File> {
  const canvas = Object.assign(document.createElement("canvas"), { width: video.videoWidth, height: video.videoHeight });
  canvas.getContext("2d")!.drawImage(video, 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  if (!blob) throw new Error("the camera gave no picture");
  return new File([blob], "camera.jpg", { type: "image/jpeg" });
}
