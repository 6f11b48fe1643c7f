// The service worker: keeps the one page that works without a network, and shows it where the network does not answer.
// `self.KEPT` stands before this file as the server sends it: { page, files, version }.
const { page, files, version } = self.KEPT;
const name = `viec-${version}`;
const fieldPages = [
  /^\/to\/may$/, /^\/to\/tuyen$/, /^\/to\/tham\/[0-9a-f-]{36}$/, /^\/day$/,
  /^\/day\/[0-9a-f-]{36}(\/(diem-danh|ky-nang|them-nguoi))?$/,
];
const patience = 6000;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(name).then((kept) => kept.addAll([page, ...files])).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => names.filter((each) => each.startsWith("viec-") && each !== name));
  event.waitUntil(old.then((names) => Promise.all(names.map((each) => caches.delete(each)))).then(() => self.clients.claim()));
});

// A network that says it is there and never answers is none.
const withPatience = (request) => new Promise((resolve, reject) => {
  setTimeout(() => reject(new Error("no answer")), patience);
  fetch(request).then(resolve, reject);
});

async function shown(request, path) {
  try {
    const answer = await withPatience(request);
    if (path === page && answer.ok && !answer.redirected) (await caches.open(name)).put(page, answer.clone());
    return answer;
  } catch (error) {
    const kept = await caches.match(page);
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && fieldPages.some((each) => each.test(pathname))) {
    event.respondWith(shown(request, pathname));
  } else if (files.includes(pathname)) {
    event.respondWith(caches.match(request).then((kept) => kept || fetch(request)));
  }
});
