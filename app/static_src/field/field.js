// The page that works without a network: finds out by itself whether there is one, and shows what this device holds.
import * as classes from "./classes.js";
import * as doors from "./doors.js";
import * as line from "./line.js";
import { outbox } from "./outbox.js";
import { clock, day, piece, say, show, word } from "./pages.js";
import * as store from "./store.js";

const badge = document.getElementById("mang");
const [, subject] = location.pathname.match(/^\/(?:day|to\/tham)\/([0-9a-f-]{36})/) || [];
const part = (location.pathname.match(/\/(ky-nang|them-nguoi)$/) || ["", ""])[1];

// A page of the site that was asked for without a network opens where it would have been.
function wanted() {
  if (location.hash) return location.hash.slice(1);
  if (location.pathname.startsWith("/to/tham/")) return `tham=${subject}`;
  if (location.pathname === "/to/tuyen") return "thon";
  return subject ? `lop=${subject}${part && `/${part}`}` : "";
}

async function draw(keepPlace = false) {
  const device = await store.device();
  const held = device ? await store.packs(device.key) : [];
  const [, what, id, which] = wanted().match(/^([^=]*)(?:=([^/]+)\/?(.*))?$/);
  const hamlets = held.filter((pack) => pack.kind === "hamlet");
  if (what === "cho-gui") return outbox(keepPlace);
  if (keepPlace && what) return undefined;
  if (what === "thon") return doors.way(hamlets);
  if (what === "tham") {
    const pack = hamlets.find((each) => each.stops.some((stop) => stop.id === id));
    return pack ? doors.door(pack, pack.stops.find((stop) => stop.id === id)) : doors.way(hamlets);
  }
  const pack = what === "lop" && held.find((each) => each.id === id);
  if (pack) return ({ "ky-nang": classes.skills, "them-nguoi": classes.walkIn }[which] || classes.sheet)(pack);
  return home(device, held, keepPlace);
}

async function home(device, held, keepPlace) {
  const unsent = device ? (await store.items()).filter(store.isUnsent).length : 0;
  const until = held.length && new Date(held[0].until) - 60000;
  const { missing = [], issued, last, came } = line.here.told || {};
  const made = piece("home", {
    ready: held.length && word("ready", { time: `${clock(until)} ${day(until)}` }), none: !held.length,
    unsent: unsent ? word("left", { n: unsent }) : word("none_left"),
    missing: missing.length && word("missing", { issued, last, came, n: missing.length, which: missing.slice(0, 30).join(", ") }),
    others: line.here.others && word("others", { n: line.here.others }),
    other: line.here.refused === "other" && word("other", { n: unsent, name: device?.name }),
    sign_in: line.here.refused === "sign_in", shut_out: line.here.refused === "shut_out",
    iphone: /iPhone|iPad/.test(navigator.userAgent), low: line.here.low && word("low", { mb: line.here.low }),
    may_take: line.here.choices && line.here.online,
  });
  const list = made.querySelector("[data-held]");
  for (const pack of held) {
    const hint = pack.kind === "class" ? `${day(pack.on)}, ${pack.place}` : word("households", { n: pack.stops.length });
    list.append(piece("held", { title: pack.title, hint, link: pack.kind === "class" ? `#lop=${pack.id}` : "#thon" }));
  }
  const offered = made.querySelector("[data-offered]");
  const { hamlets = [], classes: sessions = [] } = (offered && line.here.choices) || {};
  const offer = (kind, id, text) => {
    const choice = piece("take", { text: word("take", { what: text }) });
    choice.querySelector("button").addEventListener("click", () => take(kind, id));
    offered.append(choice);
  };
  for (const each of hamlets) offer("hamlet", each.id, `${each.name}, ${word("households", { n: each.due })}`);
  for (const each of sessions) offer("class", each.id, `${each.title}, ${day(each.on)}`);
  show(made, { keepPlace });
}

async function take(kind, id) {
  try {
    await navigator.storage?.persist?.();
    await line.openDevice();
    await line.take(kind, id);
    say(word("taken"));
  } catch {
    say(word("not_taken"));
  }
  await draw(true);
}

function showBadge() {
  const isThere = line.here.online && navigator.onLine;
  badge.textContent = word(isThere ? "online" : "offline");
  badge.className = `tag tag--${isThere ? "good" : "wait"}`;
}

async function come() {
  const { quota = 0, usage = 0 } = (await navigator.storage?.estimate?.()) || {};
  const free = Math.floor((quota - usage) / 1048576);
  line.here.low = quota && free < 40 ? free : 0;
  try {
    await line.greet();
    const device = await store.device();
    const elsewhere = store.countedElsewhere();
    if (!device && elsewhere.id) await line.openDevice();
    await line.send();
    if (device && device.account === line.here.account && !(await store.items()).some(store.isUnsent)) {
      for (const pack of await store.packs(device.key)) await line.take(pack.kind, pack.id);
    }
  } catch (error) {
    if (error.status === 401) line.here.refused = "sign_in";
  }
  // A browser may believe in a network that leads nowhere: whether anybody answered is known only now.
  showBadge();
  await draw(true);
}

line.onChange(() => { showBadge(); draw(true); });
addEventListener("hashchange", () => draw());
addEventListener("online", () => { line.here.online = true; showBadge(); come(); });
addEventListener("offline", showBadge);
document.addEventListener("visibilitychange", () => { if (!document.hidden) line.send(); });
// Background sending is not to be relied upon: while the page is open it looks by itself.
setInterval(() => { if (!document.hidden && Number(localStorage.getItem("chua-gui"))) line.send(); }, 15000);

for (const scope of ["/to/", "/day"]) {
  navigator.serviceWorker?.register("/viec-ngoai.js", { scope, updateViaCache: "none" }).catch(() => { /* the page works with a network */ });
}
showBadge();
draw().then(come);
