// The SQL page: Ctrl+Enter runs the query, and the tables can be searched. Both are hidden without script.
const query = document.getElementById("q");
document.querySelector(".keys").hidden = false;
query.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    query.form.requestSubmit();
  }
});

const find = document.getElementById("find-table");
const tables = [...document.querySelectorAll(".dictionary details")];
document.querySelector(".find").hidden = false;
find.addEventListener("input", () => {
  const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const table of tables) {
    const text = table.textContent.toLowerCase();
    table.hidden = !words.every((word) => text.includes(word));
    table.open = words.length > 0 && !table.hidden && !words.every((word) => table.dataset.table.includes(word));
  }
  for (const heading of document.querySelectorAll(".dictionary h3")) {
    let next = heading.nextElementSibling;
    let empty = true;
    for (; next && next.tagName === "DETAILS"; next = next.nextElementSibling) {
      empty = empty && next.hidden;
    }
    heading.hidden = empty;
  }
});
