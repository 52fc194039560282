// Suggestions while typing: the combobox of the ARIA practices. Without this script the form simply searches.
(() => {
  "use strict";
  const form = document.querySelector("form[data-suggest]");
  if (!form || !window.fetch || !window.URLSearchParams) return;
  const input = form.elements.q, place = form.elements.body;
  const list = document.getElementById("offered"), told = document.getElementById("told");
  const PAUSE = 150, SHORTEST = 2, answers = new Map();
  let timer = 0, asked = "", active = -1, typing = false;

  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" };
  Object.entries(attributes).forEach(([name, value]) => input.setAttribute(name, value));

  const options = () => [...list.children];
  const choose = (number) => {
    active = number;
    options().forEach((option, n) => option.setAttribute("aria-selected", String(n === number)));
    const chosen = options()[number];
    if (!chosen) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  };
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  };
  const line = (text, name) => Object.assign(document.createElement(name), { textContent: text });
  const show = (found) => {
    list.replaceChildren(...found.map((each, n) => {
      const option = document.createElement("li");
      option.id = `offered-${n}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.url = each.url;
      option.append(line(each.name, "span"));
      const more = [each.unit && `单位：${each.unit}`, each.body].filter(Boolean).join(" · ");
      if (more) option.append(line(more, "small"));
      return option;
    }));
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
    told.textContent = found.length ? `有 ${found.length} 个可能的工会，用上下键选择。` : "没有可以提示的工会，按回车查找。";
    choose(-1);
  };
  const ask = async () => {
    const words = input.value.trim();
    asked = new URLSearchParams({ q: words, body: place.value }).toString();
    if (words.length < SHORTEST) return close();
    const question = asked;
    try {
      if (!answers.has(question)) {
        const response = await fetch(`${form.dataset.suggest}?${question}`);
        if (!response.ok) return close();
        answers.set(question, (await response.json()).found);
      }
      // An answer that comes after the next letter is no answer any more.
      if (question === asked && document.activeElement === input) show(answers.get(question));
    } catch (error) {
      close();
    }
  };
  const later = () => {
    clearTimeout(timer);
    if (!typing) timer = setTimeout(ask, PAUSE);
  };

  input.addEventListener("compositionstart", () => { typing = true; });
  input.addEventListener("compositionend", () => { typing = false; later(); });
  input.addEventListener("input", later);
  input.addEventListener("keydown", (event) => {
    const count = options().length;
    if (event.isComposing) return;
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); return; }
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
      event.preventDefault();
      if (list.hidden) { list.hidden = false; input.setAttribute("aria-expanded", "true"); }
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose((active + step + count + (active < 0 && step < 0 ? 1 : 0)) % count);
    } else if (event.key === "Enter" && active >= 0 && !list.hidden) {
      event.preventDefault();
      location.href = options()[active].dataset.url;
    }
  });
  // Before the field loses the focus.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("li");
    if (option) location.href = option.dataset.url;
  });
  input.addEventListener("blur", close);
})();
