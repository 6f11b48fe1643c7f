// The payment page asks every few seconds whether the money has come; without script the page reloads itself.
// Whoever has pressed the button hears it, too; and where a telephone can, the code is handed on as a picture.
const place = document.querySelector("[data-live]");
const aloud = document.querySelector("[data-aloud]");
const share = document.querySelector("[data-share]");

const speak = (words) => new Promise((done) => {
  const said = new SpeechSynthesisUtterance(words);
  said.lang = document.documentElement.lang === "vi" ? "vi-VN" : "en-US";
  said.onend = said.onerror = done;
  setTimeout(done, 8000); // a telephone without a voice says neither that it has ended nor that it cannot
  speechSynthesis.cancel();
  speechSynthesis.speak(said);
});
const isOn = () => aloud?.getAttribute("aria-pressed") === "true";

if (place) {
  const before = place.dataset.state;
  let isOver = false;
  const ask = async () => {
    if (isOver) return;
    try {
      const answer = await fetch(place.dataset.live, { headers: { Accept: "application/json" } });
      const now = answer.ok ? (await answer.json()).state : before;
      if (now === before || isOver) return;
      isOver = true;
      const words = now.startsWith("paid") ? aloud?.dataset.paid : aloud?.dataset.differs;
      if (isOn() && !["expired", "cancelled", "closed"].includes(now)) await speak(words);
      location.reload();
    } catch { /* no network: the next question may get through */ }
  };
  setInterval(ask, 3000);
}
if (aloud && "speechSynthesis" in window) {
  aloud.hidden = false;
  // A browser speaks only on a page where somebody has pressed something, so the press itself is answered aloud.
  aloud.addEventListener("click", () => {
    aloud.setAttribute("aria-pressed", String(!isOn()));
    if (isOn()) speak(aloud.dataset.aloud);
  });
}
share?.addEventListener("click", async (event) => {
  if (!navigator.canShare) return;
  event.preventDefault();
  try {
    const picture = await (await fetch(share.href)).blob();
    const files = [new File([picture], share.download, { type: picture.type })];
    if (!navigator.canShare({ files })) throw new TypeError("no files");
    await navigator.share({ files, text: share.dataset.share });
  } catch (error) {
    if (error.name !== "AbortError") location.href = share.href;
  }
});
