// Puts words and answers into the page's own templates: no sentence stands in script, so both languages come from the server.
const view = document.getElementById("viec");
const words = document.getElementById("loi").content;

export function word(name, values = {}) {
  const found = words.querySelector(`[data-word="${name}"]`).textContent;
  return Object.entries(values).reduce((said, [key, value]) => said.replace(`{${key}}`, value), found);
}

export function piece(name, values = {}) {
  const made = document.getElementById(`mau-${name}`).content.cloneNode(true);
  for (const each of made.querySelectorAll("[data-if]")) if (!values[each.dataset.if]) each.remove();
  for (const each of made.querySelectorAll("[data-text]")) each.textContent = values[each.dataset.text] ?? "";
  for (const each of made.querySelectorAll("[data-href]")) each.setAttribute("href", values[each.dataset.href] ?? "#");
  return made;
}

export function show(made, { keepPlace = false } = {}) {
  view.replaceChildren(made);
  const heading = view.querySelector("h1");
  document.title = `${heading.textContent} – Lên Sàn`;
  if (keepPlace) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  scrollTo(0, 0);
}

export const say = (text) => { document.getElementById("vua-ghi").textContent = text; };

// Wherever the phone thinks it is, the clock on the hamlet's wall is meant.
const here = { timeZone: "Asia/Ho_Chi_Minh" };
export const clock = (when) => new Date(when).toLocaleTimeString("vi-VN", { ...here, hour: "2-digit", minute: "2-digit" });
export const day = (when) => new Date(when).toLocaleDateString("vi-VN", { ...here, day: "2-digit", month: "2-digit", year: "numeric" });

// A template's fields are told apart by whose they are: ids, names and labels of a copy get the same ending.
export function own(made, ending) {
  for (const each of made.querySelectorAll("[id],[for],[name],[aria-describedby]")) {
    for (const attribute of ["id", "for", "name", "aria-describedby"]) {
      const value = each.getAttribute(attribute);
      if (value) each.setAttribute(attribute, value.split(" ").map((part) => `${part}_${ending}`).join(" "));
    }
  }
  return made;
}
