// The line to the server: who is signed in, what can be taken along, and the sending, which goes on until receipts are here.
import * as store from "./store.js";

export const here = { online: navigator.onLine, refused: "", account: "", token: "", choices: null, told: null };
const listeners = new Set();
export const onChange = (listener) => listeners.add(listener);
export const changed = () => listeners.forEach((listener) => listener());

class Refused extends Error {
  constructor(status, says) { super(says); this.status = status; }
}

async function ask(path, body) {
  let answer;
  try {
    const sent = body && {
      method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json", "X-CSRFToken": here.token },
    };
    answer = await fetch(`/to/may/${path}`, { redirect: "manual", cache: "no-store", ...sent, signal: AbortSignal.timeout?.(30000) });
    if (answer.ok) {
      const told = await answer.json();
      here.online = true;
      return told;
    }
  } catch (error) {
    here.online = false;
    throw error;
  }
  // An answer that leads elsewhere is that of a session which has lapsed.
  throw new Refused(answer.type === "opaqueredirect" ? 401 : answer.status, "");
}

export async function greet() {
  const told = await ask("toi.json");
  Object.assign(here, { account: told.account, name: told.name, token: told.token, choices: told, refused: "" });
  return told;
}

export async function openDevice() {
  const known = await store.device();
  const elsewhere = store.countedElsewhere();
  const asked = known?.id || elsewhere.id || store.newId();
  const told = await ask("mo.json", { device: asked });
  const isSame = told.device === asked;
  const key = await store.importKey(told.key);
  const last = isSame ? Math.max(known?.last || 0, elsewhere.last, told.last) : 0;
  await store.keepDevice({ id: told.device, account: here.account, name: here.name, issued: Math.max(told.issued, last), last, key });
  here.others = told.others;
  return store.device();
}

export async function take(kind, id) {
  const device = await store.device();
  const which = kind === "class" ? `lop=${id}` : `thon=${encodeURIComponent(id)}`;
  const pack = await ask(`goi.json?may=${device.id}&${which}`);
  await store.keepPack(device.key, pack);
  return pack;
}

async function parcel(device, item) {
  const told = await store.unlock(device.key, item.locked);
  return { id: item.id, number: item.number, form: told.form, kind: told.kind, subject: told.subject, after: told.after,
    made_at: told.made_at, fields: told.fields };
}

export async function delivery(device, chosen, all) {
  const going = new Set(chosen.map((item) => item.id));
  const waiting = all.filter((item) => store.isUnsent(item) && !going.has(item.id)).map((item) => item.number);
  const sent = await Promise.all(chosen.map((item) => parcel(device, item)));
  return { device: device.id, last: device.last, waiting, items: sent };
}

async function sendSome(most) {
  const device = await store.device();
  const all = await store.items();
  const chosen = all.filter(store.isUnsent).slice(0, most);
  for (const item of chosen) await store.keepItem({ ...item, state: "sending" });
  changed();
  try {
    const told = await ask("gui.json", await delivery(device, chosen, all));
    const receipts = new Map(told.receipts.map((receipt) => [receipt.id, receipt]));
    for (const item of chosen) {
      const receipt = receipts.get(item.id);
      if (receipt) await store.keepItem({ ...item, state: "received", receipt });
      else await store.keepItem({ ...item, state: "waiting", tries: item.tries + 1 });
    }
    here.told = told;
    const now = await store.device();
    await store.keepDevice({ ...now, issued: Math.max(now.issued, told.issued) });
  } catch (error) {
    for (const item of chosen) await store.keepItem({ ...item, state: "waiting", tries: item.tries + 1 });
    throw error;
  }
}

const nap = (ms) => new Promise((wake) => setTimeout(wake, ms));
const alone = (work) => (navigator.locks ? navigator.locks.request("viec-gui", { ifAvailable: true }, (lock) => lock && work()) : work());

// Sends until nothing is left or the network is gone; one bad item does not hold up the others for ever.
export const send = () => alone(async () => {
  let most = 10;
  for (let tries = 0; tries < 8; ) {
    const device = await store.device();
    const left = (await store.items()).filter(store.isUnsent).length;
    if (!device) return;
    try {
      if (!here.token) await greet();
      if (here.account !== device.account) { here.refused = "other"; return; }
      if (!left) { here.told = await ask("gui.json", await delivery(device, [], [])); return; }
      await sendSome(most);
      [tries, most] = [0, 10];
    } catch (error) {
      tries += 1;
      most = 1;
      here.token = "";
      if (error instanceof Refused) {
        // A session that has lapsed is greeted anew; only if that fails, too, somebody has to sign in.
        if (error.status === 401 && tries === 1) continue;
        if (error.status === 401 || error.status === 404) here.refused = error.status === 401 ? "sign_in" : "shut_out";
        if (error.status < 500) return;
      } else if (!navigator.onLine) return;
      await nap(200 * tries);
    } finally {
      await store.items();
      changed();
    }
  }
});
