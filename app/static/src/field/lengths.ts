// Lengths (距离): metres while one can walk them at a glance, then kilometres.
import { t } from "../shared/texts";

export const length = (metres: number): string =>
  metres < 1000 ? t("m.metres", { n: Math.round(metres) }) : t("m.kilometres", { n: Math.round(metres / 100) / 10 });
