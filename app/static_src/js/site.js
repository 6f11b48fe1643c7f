// Improves what already works without it: the error summary takes the focus, a second press does nothing,
// a form sent without a network keeps its answers on the screen, a code is copied by one press.
const summary = document.querySelector(".govuk-error-summary");
if (summary) {
  summary.focus();
  for (const link of summary.querySelectorAll("a[href^='#']")) {
    link.addEventListener("click", (event) => {
      const field = document.getElementById(link.hash.slice(1));
      if (!field) return;
      event.preventDefault();
      (field.closest(".govuk-form-group") || field).scrollIntoView();
      field.focus({ preventScroll: true });
    });
  }
}
for (const form of document.querySelectorAll("form[method='post']")) {
  const noNetwork = form.querySelector("[data-no-network]");
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (noNetwork) noNetwork.hidden = navigator.onLine;
    if (sent || !navigator.onLine) return event.preventDefault();
    sent = true;
    event.submitter?.setAttribute("aria-disabled", "true");
    setTimeout(() => { sent = false; event.submitter?.removeAttribute("aria-disabled"); }, 4000);
  });
}
// Whoever leaves hands this device back; while something on it has not been sent, nobody leaves it.
const leaving = document.querySelector("form[action='/ra']");
leaving?.addEventListener("submit", async (event) => {
  const unsent = Number(localStorage.getItem("chua-gui"));
  const device = localStorage.getItem("viec-may");
  if (!unsent && !device) return;
  event.preventDefault();
  const said = document.querySelector("[data-unsent]");
  if (unsent) {
    said.hidden = false;
    const span = said.querySelector("span");
    span.textContent = span.dataset.said.replace("{n}", unsent);
    return;
  }
  const headers = { "Content-Type": "application/json", "X-CSRFToken": leaving.elements.csrf_token.value };
  try {
    await fetch("/to/may/tra.json", { method: "POST", headers, body: JSON.stringify({ device }) });
  } catch { return; }
  indexedDB.deleteDatabase("viec-ngoai");
  for (const each of ["chua-gui", "viec-may", "viec-so"]) localStorage.removeItem(each);
  document.cookie = "viec=; path=/to; max-age=0";
  leaving.submit();
});
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
for (const piece of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  piece.hidden = false;
  piece.addEventListener("click", async () => {
    await navigator.clipboard.writeText(piece.dataset.copy);
    piece.textContent = piece.dataset.done;
  });
}
