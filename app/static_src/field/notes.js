// Writing something down: it lies on the device before the page says so, and what the page shows follows it.
import { send } from "./line.js";
import * as store from "./store.js";

const form = 2;

export async function write(pack, row, kind, subject, fields, label) {
  const { key } = await store.device();
  const id = store.newId();
  const told = { form, kind, subject, after: row?.previous, made_at: new Date().toISOString(), fields, label, pack: pack.id };
  const number = await store.keepNew(await store.lock(key, told), { id });
  if (row) {
    row.previous = id;
    await store.keepPack(key, pack);
  }
  await store.items();
  send();
  return { id, number };
}

// What was never sent can be taken out; its number is sent all the same, so that nobody misses it.
export async function withdraw(item, reason) {
  const { key } = await store.device();
  const told = await store.unlock(key, item.locked);
  const locked = await store.lock(key, { ...told, kind: "withdrawn", fields: { reason: { now: reason } } });
  await store.keepItem({ ...item, locked });
  send();
  const pack = (await store.packs(key)).find((each) => each.id === told.pack);
  if (pack) await putBack(key, pack, told, item.id);
}

async function putBack(key, pack, told, id) {
  const people = (pack.people || []).filter((person) => person.id !== id);
  for (const row of [...people, ...(pack.stops || [])]) {
    if (row.id !== told.subject) continue;
    if (told.kind === "attendance") row.attendance = told.fields.attendance.base;
    if (told.kind === "skill") row.shown = Object.keys(told.fields).filter((code) => told.fields[code].base);
    if (told.kind === "visit") row.outcome = "";
  }
  if (pack.people) pack.people = people;
  await store.keepPack(key, pack);
}
