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
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
for (const piece of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  piece.hidden = false;
  piece.addEventListener("click", async () => {
    await navigator.clipboard.writeText(piece.dataset.copy);
    piece.textContent = piece.dataset.done;
  });
}
