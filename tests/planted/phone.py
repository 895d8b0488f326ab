"""Planted bugs of the phone (手机里埋的缺陷): each some words of the queue replaced in a copy; schedules must catch it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Bug:
    """`edits` by file of src/field: these words become those. With `fault` in a schedule it `shows` as that."""

    fault: str
    shows: str
    edits: tuple[tuple[str, str, str], ...]

    def plant(self, field: Path) -> None:
        for file, before, after in self.edits:
            path = field / file
            text = path.read_text(encoding="utf-8")
            if text.count(before) != 1:
                raise AssertionError(f"the planted bug no longer applies: not just once in {file}: {before}")
            path.write_text(text.replace(before, after), encoding="utf-8")


ASK = 'await ask("/operations", { method: "POST", as: "grant", body, signal });'
FAILS = ASK[:-1] + ".catch(async (trouble) => { DO; throw trouble; });"
STORE = "export async function noteOperation("
DROP = "export const drop = (op_id: string) => phone.operations.delete(op_id);\n" + STORE
RENEW = """export async function renew(op_id: string): Promise<void> {
  const row = await phone.operations.get(op_id);
  if (!row) return;
  await phone.operations.delete(op_id);
  await phone.operations.add({ ...row, op_id: crypto.randomUUID() });
}
"""
FROM_STORE = 'waitingOf, watch, witnessesToSend } from "./store";'
OFFERED = "noteOperation, settle, settledOf"
SETTLED = "await phone.operations.delete(op_id);\n  });"
OURS = 'const range = phone.operations.where("[user_id+n]").between([user, Dexie.minKey], [user, Dexie.maxKey]);'
WIPE = "export async function forgetMirror(user: string): Promise<void> {"
NO_VERDICTS = 'if (!Array.isArray(told)) throw new Unreachable("captive");'
NO_RECEIPT = '} else {\n    throw new Unreachable("captive");'
NOT_TAKEN = "if (!(trouble instanceof NotTaken)) throw trouble;"

CAN_DROP = (
    ("sync.ts", FROM_STORE, "drop, " + FROM_STORE),
    ("store/index.ts", OFFERED, "drop, " + OFFERED),
    ("store/queue.ts", STORE, DROP),
)

BUGS: dict[str, Bug] = {
    "what was sent leaves the queue before its receipt": Bug(
        "cut_request",
        "half",
        (
            ("sync.ts", ASK, FAILS.replace("DO", "for (const op of ops) await drop(op.op_id)")),
            *CAN_DROP,
        ),
    ),
    "a retry goes under a new id": Bug(
        "answer_lost",
        "half",
        (
            ("sync.ts", ASK, FAILS.replace("DO", "for (const op of ops) await renew(op.op_id)")),
            ("sync.ts", FROM_STORE, "renew, " + FROM_STORE),
            ("store/index.ts", OFFERED, "renew, " + OFFERED),
            ("store/queue.ts", STORE, RENEW + STORE),
        ),
    ),
    "the photos go with their operation's receipt": Bug(
        "busy",
        "half",
        (
            (
                "store/queue.ts",
                SETTLED,
                SETTLED + "\n  await phone.photos.where({ op_id }).delete();",
            ),
        ),
    ),
    "what is answered 401 is dropped": Bug(
        "grant_expired",
        "lost",
        (
            (
                "sync.ts",
                ASK,
                FAILS.replace("DO", "if (trouble instanceof SignInNeeded) for (const op of ops) await drop(op.op_id)"),
            ),
            *CAN_DROP,
        ),
    ),
    "the queue is wiped at sign-out": Bug(
        "leave",
        "lost",
        (("store/mirror.ts", WIPE, WIPE + "\n  await phone.operations.filter((op) => op.user_id === user).delete();"),),
    ),
    "a portal's page is a receipt": Bug(
        "portal",
        "lost",
        (
            ("net.ts", "if (!isOurs(response)) throw", 'if (!isOurs(response) && !url.endsWith("/operations")) throw'),
            ("sync.ts", NO_VERDICTS, "if (!Array.isArray(told)) return new Map();"),
            (
                "sync.ts",
                NO_RECEIPT,
                '} else {\n    await settle(op, { verdict: "applied", receipt: { body_sha256: op.sha256 } as Receipt, settled_at: Date.now() });',
            ),
        ),
    ),
    "a photo whose upload broke is done": Bug(
        "answer_cut",
        "half",
        (
            (
                "sync.ts",
                NOT_TAKEN,
                "if (!(trouble instanceof NotTaken)) return ends.arrived({ body_sha256: parcel.sha256 } as Receipt);",
            ),
        ),
    ),
    "whoever is signed in sends everybody's": Bug(
        "guest",
        "changed",
        (
            ("store/queue.ts", OURS, 'const range = phone.operations.orderBy("[user_id+n]");'),
            (
                "store/rows.ts",
                "open(table, row, key)",
                "keyOf(row.user_id).then((own) => open(table, row, own ?? key))",
            ),
            ("session.ts", "  await forgetKey(user);\n", ""),
        ),
    ),
    "what is saved may still be on its way to the disk": Bug(
        "phone_killed",
        "lost",
        (("store/phone.ts", ', { chromeTransactionDurability: "strict" }', ""),),
    ),
    "after a fault the queue waits for a press": Bug(
        "busy",
        "stuck",
        (
            (
                "sync.ts",
                "const seconds = Math.max(trouble.seconds, Math.min(2 ** failures, LONGEST_WAIT));",
                "const seconds = 1e9;",
            ),
        ),
    ),
}
