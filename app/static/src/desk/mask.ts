// Mask (遮盖): boxes drawn over the picture by finger, mouse or keys; the fields beside are what is sent, and serve alone without this.
import { all, one } from "./dom";
import { dragBoxes } from "./mask_drag";

export type Box = Record<"x" | "y" | "w" | "h", number>; // per cent of the picture
export type Part = { row: HTMLElement; shape: HTMLButtonElement };

const SIDES = ["x", "y", "w", "h"] as const;
const LEAST = 0.2;
const STEP = 1;
const TURNS: Record<string, [number, number]> = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
const NEW: Box = { x: 40, y: 40, w: 20, h: 20 };

export class Sheet {
  private readonly parts: Part[] = [];

  constructor(
    private readonly form: HTMLElement,
    readonly stage: HTMLElement,
    private readonly rows: HTMLElement,
    private readonly pattern: HTMLTemplateElement,
  ) {
    for (const spare of all("[data-spare]", rows)) if (!all<HTMLInputElement>("input", spare).some((field) => field.value)) spare.remove();
    for (const row of all<HTMLElement>("[data-box]", rows)) this.take(row);
    one(".boxes", stage)?.remove();
    this.number();
  }

  get full(): boolean {
    return this.parts.length >= Number(this.form.dataset["most"]);
  }

  add(box: Box = NEW): Part | null {
    const row = one<HTMLElement>("[data-box]", this.pattern.content)?.cloneNode(true) as HTMLElement | undefined;
    if (!row || this.full) return null;
    this.rows.append(row);
    const part = this.take(row);
    this.write(part, box);
    this.number();
    return part;
  }

  drop(part: Part): void {
    const at = this.parts.indexOf(part);
    this.parts.splice(at, 1);
    part.row.remove();
    part.shape.remove();
    this.number();
    (this.parts[Math.min(at, this.parts.length - 1)]?.shape ?? one<HTMLElement>("[data-add]", this.form))?.focus();
  }

  of(shape: Element | null): Part | undefined {
    return this.parts.find((part) => part.shape === shape);
  }

  read({ row }: Part): Box {
    const [x = 0, y = 0, w = 0, h = 0] = SIDES.map((side) => Number(one<HTMLInputElement>(`[data-n="${side}"]`, row)?.value) || 0);
    return { x, y, w, h };
  }

  /** Kept in the picture, and never too small to be meant. */
  write(part: Part, { x, y, w, h }: Box): void {
    const [wide, high] = [within(w, LEAST, 100), within(h, LEAST, 100)];
    const box: Box = { x: within(x, 0, 100 - wide), y: within(y, 0, 100 - high), w: wide, h: high };
    for (const side of SIDES) {
      const field = one<HTMLInputElement>(`[data-n="${side}"]`, part.row);
      if (field) field.value = String(Math.round(box[side] * 10) / 10);
    }
    this.draw(part);
  }

  private take(row: HTMLElement): Part {
    const shape = document.createElement("button");
    shape.type = "button";
    shape.className = "box";
    shape.setAttribute("aria-describedby", "mask-keys");
    shape.append(document.createElement("i"));
    this.stage.append(shape);
    const part: Part = { row, shape };
    this.parts.push(part);
    this.draw(part);
    row.addEventListener("input", () => this.draw(part));
    shape.addEventListener("keydown", (event) => this.key(part, event));
    const away = one<HTMLButtonElement>("[data-drop]", row);
    if (away) away.hidden = false;
    away?.addEventListener("click", () => this.drop(part));
    return part;
  }

  private draw(part: Part): void {
    const { x, y, w, h } = this.read(part);
    Object.assign(part.shape.style, { left: `${x}%`, top: `${y}%`, width: `${w}%`, height: `${h}%` });
  }

  private key(part: Part, event: KeyboardEvent): void {
    const turn = TURNS[event.key];
    if (event.key === "Delete" || event.key === "Backspace") this.drop(part);
    else if (turn) {
      const { x, y, w, h } = this.read(part);
      const [right, down] = turn;
      this.write(part, event.shiftKey ? { x, y, w: Math.min(w + right, 100 - x), h: Math.min(h + down, 100 - y) } : { x: x + right, y: y + down, w, h });
    } else return;
    event.preventDefault();
  }

  private number(): void {
    this.parts.forEach(({ row, shape }, at) => {
      const name = (this.form.dataset["name"] ?? "").replace("{n}", String(at + 1));
      shape.setAttribute("aria-label", name);
      const legend = one("legend", row);
      if (legend) legend.textContent = name;
    });
    const add = one<HTMLButtonElement>("[data-add]", this.form);
    if (add) add.disabled = this.full;
  }
}

const within = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

export function drawMasks(): void {
  const form = one<HTMLElement>("[data-mask]");
  const stage = form && one<HTMLElement>("[data-stage]", form);
  const rows = form && one<HTMLElement>("[data-rows]", form);
  const pattern = form && one<HTMLTemplateElement>("[data-row]", form);
  if (!form || !stage || !rows || !pattern) return;
  const sheet = new Sheet(form, stage, rows, pattern);
  const tools = one<HTMLElement>("[data-tools]", form);
  if (tools) tools.hidden = false;
  one("[data-add]", form)?.addEventListener("click", () => sheet.add()?.shape.focus());
  dragBoxes(sheet);
}
