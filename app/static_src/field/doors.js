// An afternoon without a network: the way from door to door, and what happened at each.
import { fault } from "./classes.js";
import { write } from "./notes.js";
import { piece, say, show, word } from "./pages.js";

export function way(packs) {
  const made = piece("way", { none: !packs.length });
  const list = made.querySelector("[data-stops]");
  for (const pack of packs) {
    list.append(piece("hamlet", { title: pack.title }));
    for (const stop of pack.stops) {
      list.append(piece("stop", {
        name: stop.name, code: stop.code, reason: word(`after_${stop.after}`), phone: stop.phone, call: `tel:${stop.phone}`,
        about: [stop.business, stop.house].filter(Boolean).join(" · "), link: `#tham=${stop.id}`,
        done: stop.outcome && word(`did_${stop.outcome}`),
      }));
    }
  }
  show(made);
}

export function door(pack, stop) {
  const made = piece("door", { looks: stop.looks, name: stop.name, about: [stop.business, word(`after_${stop.after}`)].filter(Boolean).join(" · ") });
  const form = made.querySelector("form");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const outcome = form.elements.outcome.value;
    const minutes = Number(form.elements.minutes.value || 0);
    if (!outcome) return fault(form, "no_outcome");
    if (!(Number.isInteger(minutes) && minutes >= 0 && minutes <= 240)) return fault(form, "bad_minutes");
    const received = outcome === "see" && {
      minutes: { base: stop.minutes, now: minutes }, band: { base: stop.band, now: form.elements.band.value || "not_asked" },
    };
    if (received && stop.looks) received.alone = { base: null, now: [...form.querySelectorAll("[name=alone]:checked")].map((each) => each.value) };
    stop.outcome = outcome;
    const { number } = await write(pack, stop, "visit", stop.id, { outcome: { now: outcome }, ...received }, `${stop.name}: ${word(`did_${outcome}`)}`);
    say(word("written", { number }));
    location.hash = "#thon";
  });
  show(made);
}
