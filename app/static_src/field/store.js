// What lies on this device: who it is, what it took along, what was written down. Names and answers lie there locked.
import { createStore, delMany, entries, get, promisifyRequest, set } from "idb-keyval";

const store = createStore("viec-ngoai", "kept");
const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
const text = (buffer) => btoa(Array.from(new Uint8Array(buffer), (code) => String.fromCharCode(code)).join(""));

// crypto.randomUUID is younger than the phones we serve.
export function newId() {
  const raw = crypto.getRandomValues(new Uint8Array(16));
  raw[6] = (raw[6] & 15) | 64;
  raw[8] = (raw[8] & 63) | 128;
  const hex = Array.from(raw, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

export const device = () => get("device", store);
export const importKey = (secret) => crypto.subtle.importKey("raw", bytes(secret), "AES-GCM", false, ["encrypt", "decrypt"]);

export async function lock(key, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(JSON.stringify(value)));
  return { iv: text(iv), data: text(data) };
}

export async function unlock(key, { iv, data }) {
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(iv) }, key, bytes(data))));
}

// How far this device has counted is kept in three places: a cleaner that empties one leaves the others to tell of it.
export function countedElsewhere() {
  const [, id = "", last = "0"] = document.cookie.match(/(?:^|; )viec=([0-9a-f-]+)\.(\d+)/) || [];
  return {
    id: id || localStorage.getItem("viec-may") || "",
    last: Math.max(Number(last), Number(localStorage.getItem("viec-so")) || 0),
  };
}

export function countElsewhere({ id, last }) {
  localStorage.setItem("viec-may", id);
  localStorage.setItem("viec-so", String(last));
  const safe = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `viec=${id}.${last}; path=/to; max-age=2592000; SameSite=Strict${safe}`;
}

export async function keepDevice(kept) {
  await set("device", kept, store);
  countElsewhere(kept);
}

// The number and the item are one transaction: no number is used without an item, and two windows never use the same.
export async function keepNew(locked, plain) {
  let here;
  await store("readwrite", (kept) => {
    const asked = kept.get("device");
    asked.onsuccess = () => {
      here = asked.result;
      if (here.last >= here.issued) return kept.transaction.abort();
      here.last += 1;
      kept.put(here, "device");
      kept.put({ ...plain, number: here.last, state: "waiting", tries: 0, locked }, `item:${plain.id}`);
    };
    return promisifyRequest(kept.transaction);
  });
  countElsewhere(here);
  return here.last;
}

export const keepItem = (item) => set(`item:${item.id}`, item, store);

export async function items() {
  const found = (await entries(store)).filter(([key]) => key.startsWith("item:")).map(([, item]) => item);
  found.sort((one, other) => one.number - other.number);
  localStorage.setItem("chua-gui", String(found.filter(isUnsent).length));
  return found;
}

export const isUnsent = (item) => item.state !== "received";

export const keepPack = async (key, pack) =>
  set(`pack:${pack.id}`, { until: pack.until, kind: pack.kind, title: pack.title, locked: await lock(key, pack) }, store);

export async function packs(key) {
  const found = (await entries(store)).filter(([name]) => name.startsWith("pack:"));
  const gone = found.filter(([, pack]) => new Date(pack.until) < new Date()).map(([name]) => name);
  await delMany(gone, store);
  return Promise.all(found.filter(([name]) => !gone.includes(name)).map(([, pack]) => unlock(key, pack.locked)));
}
