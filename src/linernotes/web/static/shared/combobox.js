// Find as you type: a combobox with a list below it, for keyboard, mouse and screen reader.
// `find(text)` promises [{label, about}]. `choose(item)` gets the item that the user takes.
"use strict";
window.linernotesCombobox = (input, list, find, choose) => {
  let items = [];
  let active = -1;
  let asked = 0;

  const close = () => {
    asked += 1; // a late answer does not open the list again
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const mark = (number) => {
    active = number;
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === number)));
    if (number >= 0) {
      input.setAttribute("aria-activedescendant", list.children[number].id);
      list.children[number].scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };

  const take = (number) => {
    const item = items[number];
    close();
    if (item) {
      choose(item);
    }
  };

  const option = (item, number) => {
    const element = document.createElement("li");
    element.id = `${list.id}-${number}`;
    element.setAttribute("role", "option");
    element.setAttribute("aria-selected", "false");
    element.textContent = item.label;
    if (item.about) {
      const about = document.createElement("span");
      about.className = "muted";
      about.textContent = ` ${item.about}`;
      element.append(about);
    }
    // The event comes before the input loses the focus, which closes the list.
    element.addEventListener("pointerdown", (event) => event.preventDefault());
    element.addEventListener("click", () => take(number));
    return element;
  };

  const show = (found) => {
    items = found;
    list.replaceChildren(...found.map(option));
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
    mark(-1);
  };

  input.addEventListener("input", async () => {
    const text = input.value.trim();
    asked += 1;
    const mine = asked;
    if (!text) {
      close();
      return;
    }
    const found = await find(text);
    if (mine === asked) {
      show(found);
    }
  });
  input.addEventListener("keydown", (event) => {
    const count = list.hidden ? 0 : items.length;
    if (event.key === "Escape" && count) {
      event.preventDefault();
      close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
      event.preventDefault();
      mark((active + (event.key === "ArrowDown" ? 1 : active < 0 ? 0 : -1) + count) % count);
    } else if (event.key === "Enter" && count && (active >= 0 || !input.form)) {
      event.preventDefault();
      take(Math.max(active, 0));
    }
  });
  input.addEventListener("blur", close);
};
