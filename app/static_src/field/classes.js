// A class without a network: who came, who walked in, what each showed. Every answer is written down as it is given.
import { write } from "./notes.js";
import { day, own, piece, say, show, word } from "./pages.js";
import { device, keepPack } from "./store.js";

const written = (number) => say(word("written", { number }));

export function sheet(pack) {
  const made = piece("sheet", { title: pack.title, when: `${day(pack.on)} ${pack.at}, ${pack.place}`,
    skills: `#lop=${pack.id}/ky-nang`, walk_in: `#lop=${pack.id}/them-nguoi`, none: !pack.people.length });
  const list = made.querySelector("[data-people]");
  for (const person of pack.people) list.append(attendance(pack, person));
  made.querySelector("[data-all]").addEventListener("click", async () => {
    for (const box of document.querySelectorAll("#viec input[value=not_recorded]:checked")) {
      const here = box.closest("[data-person]").querySelector("input[value=present]");
      here.checked = true;
      await mark(pack, pack.people.find((person) => person.id === here.closest("[data-person]").dataset.person), here);
    }
  });
  show(made);
}

function attendance(pack, person) {
  const row = own(piece("person", { name: person.name, hint: person.hint }), person.id);
  row.querySelector("[data-person]").dataset.person = person.id;
  row.querySelector(`input[value=${person.attendance}]`).checked = true;
  row.querySelector("[data-person]").addEventListener("change", ({ target }) => mark(pack, person, target));
  return row;
}

async function mark(pack, person, box) {
  const fields = { attendance: { base: person.attendance, now: box.value } };
  const label = `${person.name}: ${box.labels[0].textContent}`;
  person.attendance = box.value;
  written((await write(pack, person, "attendance", person.id, fields, label)).number);
}

export function skills(pack) {
  const made = piece("skills", { title: pack.title, back: `#lop=${pack.id}` });
  const list = made.querySelector("[data-people]");
  const there = pack.people.filter((person) => person.attendance === "present");
  if (!there.length) list.append(piece("nobody", { back: `#lop=${pack.id}` }));
  for (const person of there) list.append(shown(pack, person));
  show(made);
}

function shown(pack, person) {
  const made = piece("learner", { name: person.name });
  const boxes = made.querySelector("[data-skills]");
  for (const skill of pack.skills) {
    const box = own(piece("skill", { says: skill.says }), `${person.id}_${skill.code}`);
    const input = box.querySelector("input");
    input.value = skill.code;
    input.checked = person.shown.includes(skill.code);
    input.addEventListener("change", async () => {
      const fields = { [skill.code]: { base: !input.checked, now: input.checked } };
      person.shown = pack.skills.map((each) => each.code).filter((code) => (code === skill.code ? input.checked : person.shown.includes(code)));
      written((await write(pack, person, "skill", person.id, fields, `${person.name}: ${skill.says}`)).number);
    });
    boxes.append(box);
  }
  return made;
}

export function walkIn(pack) {
  const made = piece("walk-in", { title: pack.title, back: `#lop=${pack.id}` });
  const form = made.querySelector("form");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const name = form.elements.person_name.value.trim();
    const companions = Number(form.elements.companions.value || 0);
    if (!name || !(companions >= 0 && companions <= 9)) return fault(form, name ? "bad_number" : "bad_name");
    const fields = { person_name: { now: name }, phone: { now: form.elements.phone.value.trim() }, companions: { now: companions } };
    const { id, number } = await write(pack, null, "walk_in", pack.id, fields, name);
    pack.people.push({ id, name, hint: "", companions, attendance: "present", shown: [] });
    await keepPack((await device()).key, pack);
    written(number);
    location.hash = `#lop=${pack.id}`;
  });
  show(made);
}

export function fault(form, name) {
  const place = form.querySelector("[data-fault]");
  place.textContent = word(name);
  place.hidden = false;
  place.focus();
}
