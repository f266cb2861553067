// The mapping page by pointing: pick a column of the file, then one of ours, by click, key or drag.
// It only sets the choices above the columns; the page works without it.
(() => {
  "use strict";

  let picked = null;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const headOf = (index) => document.querySelector(`[data-ac-map-column="${index}"]`);

  // The names become buttons, and our columns can be pointed at.
  function prepare() {
    all("[data-ac-map-palette]").forEach((palette) => { palette.hidden = false; });
    all("[data-ac-map-name]").forEach((name) => {
      const head = name.closest("[data-ac-map-column]");
      if (!head.querySelector("select")) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "name ac-linklike";
      button.draggable = true;
      button.textContent = name.textContent;
      button.setAttribute("aria-pressed", "false");
      name.replaceWith(button);
    });
    pick(picked !== null && headOf(picked) ? picked : null);
    mark();
  }

  function pick(index) {
    picked = index;
    all("[data-ac-map-column]").forEach((head) => {
      const here = head.dataset.acMapColumn === picked;
      head.classList.toggle("is-picked", here);
      head.querySelector("button.name")?.setAttribute("aria-pressed", String(here));
    });
    const said = document.querySelector("[data-ac-map-said]");
    const name = picked === null ? "" : headOf(picked).querySelector(".name").textContent;
    if (said) said.textContent = name ? `${said.dataset.picked} ${name}` : said.dataset.nothing;
  }

  // Which of ours are fed, from what the selects say.
  function mark() {
    const fed = new Set(all("[data-ac-map-column] select").map((select) => select.value));
    all("[data-ac-map-ours]").forEach((chip) => {
      chip.setAttribute("aria-pressed", String(fed.has(chip.dataset.acMapOurs)));
    });
    all("[data-ac-map-column]").forEach((head) => {
      head.classList.toggle("is-fed", [...head.querySelectorAll("select")].some((select) => select.value));
    });
  }

  // Says it in the first free choice of the column; one more choice is made when all are taken.
  function assign(index, ours) {
    const head = headOf(index);
    const selects = [...head.querySelectorAll("select")];
    if (!selects.length || selects.some((select) => select.value === ours)) return;
    let free = selects.find((select) => !select.value);
    if (!free) {
      free = selects[0].cloneNode(true);
      free.id = `${selects[0].id}-${selects.length}`;
      head.append(free);
    }
    free.value = ours;
    pick(null);
    free.dispatchEvent(new Event("change", { bubbles: true }));
  }

  document.addEventListener("click", (event) => {
    const name = event.target.closest("[data-ac-map-column] button.name");
    const chip = event.target.closest("[data-ac-map-ours]");
    if (name) {
      const index = name.closest("[data-ac-map-column]").dataset.acMapColumn;
      pick(picked === index ? null : index);
    } else if (chip && picked !== null) {
      const head = headOf(picked);
      assign(picked, chip.dataset.acMapOurs);
      head.querySelector("button.name").focus();
    } else {
      // A click anywhere in a column of the file picks it too.
      const cell = event.target.closest(".ac-map-table tbody td");
      const head = cell?.closest("table").tHead.rows[0].cells[cell.cellIndex];
      if (head?.dataset.acMapColumn && head.querySelector("select")) pick(head.dataset.acMapColumn);
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && picked !== null) pick(null);
  });

  // Dragging works both ways: one of ours to a column, or a column to one of ours.
  let dragged = null;
  const columnAt = (target) => {
    const cell = target.closest?.(".ac-map-table th, .ac-map-table td");
    return cell?.closest("table").tHead.rows[0].cells[cell.cellIndex].dataset.acMapColumn;
  };
  document.addEventListener("dragstart", (event) => {
    const chip = event.target.closest?.("[data-ac-map-ours]");
    const name = event.target.closest?.("[data-ac-map-column] button.name");
    dragged = chip ? { ours: chip.dataset.acMapOurs } : name ? { index: columnAt(name) } : null;
    if (dragged) event.dataTransfer.setData("text/plain", event.target.textContent);
  });
  document.addEventListener("dragover", (event) => {
    if (!dragged) return;
    const over = dragged.ours ? columnAt(event.target) : event.target.closest?.("[data-ac-map-ours]");
    if (over) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    if (!dragged) return;
    const index = dragged.index ?? columnAt(event.target);
    const ours = dragged.ours ?? event.target.closest?.("[data-ac-map-ours]")?.dataset.acMapOurs;
    dragged = null;
    if (index && ours) { event.preventDefault(); assign(index, ours); }
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-ac-map-column] select")) mark();
  });
  // After htmx has put a new form in place, its names are pointed at again.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id === "mapping" || document.querySelector("[data-ac-map-name]")) prepare();
  });
  prepare();
})();
