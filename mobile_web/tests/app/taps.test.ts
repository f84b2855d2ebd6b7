import { expect, test } from "vitest";
import { errands, toast } from "../../src/app/state";
import { Taps } from "../../src/app/taps";
import { openDatabase } from "../../src/store/database";
import { listErrands } from "../../src/store/errands";

let count = 0;

async function makeTaps() {
  const database = await openDatabase(`taps-${count++}`);
  const woken: number[] = [];
  const refresh = async (): Promise<void> => {
    errands.value = await listErrands(database);
  };
  return { database, woken, taps: new Taps(database, refresh, () => woken.push(1)) };
}

test("a tap that is given up is gone, and kept again when that was a slip", async () => {
  const { database, taps } = await makeTaps();
  await taps.keep({ kind: "confirmation", entry_id: "e1" });
  const [kept] = await listErrands(database);
  await taps.giveUp(kept!.id);
  expect(await listErrands(database)).toEqual([]);
  toast.value?.undo?.();
  await expect.poll(() => listErrands(database)).toEqual([kept]);
});

test("a tap that can be taken back waits, another one goes at once", async () => {
  const { database, woken, taps } = await makeTaps();
  await taps.keep({ kind: "confirmation", entry_id: "e1" });
  expect(woken).toHaveLength(1);
  taps.noVisit("visit");
  await expect.poll(async () => (await listErrands(database)).map(({ held_until }) => held_until !== null)).toEqual([false, true]);
  await expect.poll(() => toast.value?.text).toBe("Visit taken away");
  expect(woken).toHaveLength(1);
  toast.value?.undo?.();
  await expect.poll(() => listErrands(database)).toHaveLength(1);
});
