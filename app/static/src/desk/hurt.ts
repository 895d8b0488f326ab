// Hurt photos (打不开的照片): a picture that the server will not show leaves its sign and a sentence, not a broken image.
import { all } from "./dom";

export function signHurtPhotos(): void {
  document.addEventListener("error", ({ target }) => target instanceof HTMLImageElement && sign(target), true);
  for (const picture of all<HTMLImageElement>("img")) if (picture.complete && picture.naturalWidth === 0 && picture.currentSrc) sign(picture);
}

function sign(picture: HTMLImageElement): void {
  const frame = picture.closest<HTMLElement>(".thumb, .ph");
  if (frame) frame.dataset["hurt"] = "";
}
