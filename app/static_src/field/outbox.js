// What was written down and where it is: on this device, on its way, or with the server, which says so itself.
import * as line from "./line.js";
import { withdraw } from "./notes.js";
import { clock, piece, say, show, word } from "./pages.js";
import * as store from "./store.js";

export async function outbox(keepPlace) {
  const device = await store.device();
  const all = device ? await store.items() : [];
  const unsent = all.filter(store.isUnsent).length;
  const made = piece("outbox", { none: !all.length, some: unsent, count: unsent ? word("left", { n: unsent }) : word("none_left") });
  made.querySelector("[data-send]")?.addEventListener("click", () => line.send());
  made.querySelector("[data-export]")?.addEventListener("click", () => saveFile(device));
  const list = made.querySelector("[data-items]");
  for (const item of all) list.append(await row(device, item));
  show(made, { keepPlace });
}

async function row(device, item) {
  const told = await store.unlock(device.key, item.locked);
  const state = item.receipt ? item.receipt.state : item.state;
  const said = item.receipt
    ? word(`got_${state}`, { time: clock(item.receipt.received_at), says: item.receipt.says })
    : word(item.state === "sending" ? "sending" : item.tries > 2 ? "stuck" : "waiting");
  const made = piece("item", { number: item.number, label: told.label, said, waits: item.state === "waiting", clash: state === "clashed",
    taken_out: told.kind === "withdrawn" });
  const form = made.querySelector("form");
  if (!form || told.kind === "withdrawn") { form?.closest("details").remove(); return made; }
  const reason = form.querySelector("input");
  reason.id = `vi-sao-${item.number}`;
  form.querySelector("label").htmlFor = reason.id;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!reason.value.trim()) return reason.focus();
    await withdraw(item, reason.value.trim());
    say(word("taken_out"));
    await outbox(true);
  });
  return made;
}

// The last resort: one file with everything unsent, locked with the key that only this device and the server have.
async function saveFile(device) {
  const all = (await store.items()).filter(store.isUnsent);
  const sealed = await store.lock(device.key, await line.delivery(device, all, all));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify({ device: device.id, ...sealed })], { type: "application/json" }));
  link.download = `len-san-${device.last}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
