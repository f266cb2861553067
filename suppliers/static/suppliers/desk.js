// The desk by keyboard: cells, a column pasted from a spreadsheet, one change for many lines, undo, one save.
// Without this file the desk is a plain form. What days and numbers mean is the server's to say.
(() => {
  "use strict";
  const form = document.getElementById("desk");
  const bar = document.getElementById("desk-bar");
  if (!form || !bar) return;

  const rows = [...form.querySelectorAll("tr[data-line]")];
  const cellsOf = (row) => [...row.querySelectorAll("input[data-cell]")];
  const pickOf = (row) => row.querySelector("[data-ac-pick]");
  const actOf = (row) => row.querySelector(`input[name="${row.dataset.line}-act"]`);
  const rowOf = (element) => element.closest("tr[data-line]");
  const undone = []; // each step: [[element, value before], ...]
  let editing = null; // the cell in which arrows move the caret
  let before = ""; // what stood in the focused cell when it was entered
  let isSending = false;

  const isChanged = (row) =>
    Boolean(actOf(row)?.value) || cellsOf(row).some((cell) => cell.value.trim() !== cell.dataset.was);
  const picked = () => rows.filter((row) => pickOf(row)?.checked);
  const words = (name, n) => form.dataset[n === 0 ? `${name}None` : n === 1 ? `${name}One` : `${name}Many`].replace("%n", n);

  // What the bar says, and which rows stand as changed.
  function refresh() {
    let changes = 0;
    rows.forEach((row) => {
      const changed = isChanged(row);
      changes += changed;
      row.classList.toggle("is-otherwise", changed && !actOf(row)?.value);
      cellsOf(row).forEach((cell) => cell.classList.toggle("is-changed", cell.value.trim() !== cell.dataset.was));
      const why = row.querySelector("[data-why]");
      if (!why) return;
      why.dataset.words ??= actOf(row)?.value ? "" : why.textContent;
      const act = actOf(row)?.value;
      why.textContent = act === "accept" ? form.dataset.accepted : act === "keep" ? form.dataset.kept : why.dataset.words;
    });
    const n = picked().length;
    bar.querySelector("[data-picked]").textContent = n === 0 ? form.dataset.none : n === 1 ? form.dataset.one : form.dataset.many.replace("%n", n);
    const save = bar.querySelector("[data-save]");
    save.textContent = words("save", changes);
    save.disabled = changes === 0;
    bar.querySelector("[data-undo]").disabled = undone.length === 0;
    bar.hidden = n === 0 && changes === 0 && undone.length === 0;
    return changes;
  }

  // One step that can be undone: a list of elements with what they held before.
  function remember(step) {
    const kept = step.filter(([element, value]) => element && element.value !== value);
    if (kept.length) undone.push(kept);
    refresh();
  }

  function undo() {
    const step = undone.pop();
    if (!step) return;
    step.forEach(([element, value]) => {
      element.value = value;
      complain(element, "");
    });
    refresh();
  }

  function complain(cell, text) {
    const place = document.getElementById(`${cell.id}-error`);
    if (!place) return;
    place.hidden = !text;
    place.querySelector("span").textContent = text;
    cell.classList.toggle("is-wait", Boolean(text));
    if (text) {
      cell.setAttribute("aria-invalid", "true");
      cell.setAttribute("aria-describedby", place.id);
    } else {
      cell.removeAttribute("aria-invalid");
      cell.removeAttribute("aria-describedby");
    }
  }

  // Typed days are shown as the server understands them: [cell, text, ISO day it counts from].
  async function read(typed) {
    for (let start = 0; start < typed.length; start += 100) {
      const some = typed.slice(start, start + 100);
      const query = new URLSearchParams();
      some.forEach(([, text, base]) => { query.append("text", text); query.append("base", base || ""); });
      let found;
      try {
        const answer = await fetch(`${form.dataset.days}?${query}`, { credentials: "same-origin" });
        if (!answer.ok || answer.redirected) return;
        found = (await answer.json()).days;
      } catch { return; } // offline: Save says what it means
      some.forEach(([cell, text], place) => {
        const day = found[place];
        if (cell.value !== text && cell.value !== cell.dataset.moving) return; // typed on in the meantime
        delete cell.dataset.moving;
        complain(cell, day.error || "");
        if (day.words) { cell.value = day.words; cell.dataset.iso = day.iso; }
      });
    }
    refresh();
  }

  const isoOf = (cell) => (cell.value.trim() === cell.dataset.was ? rowOf(cell).dataset.iso : cell.dataset.iso || rowOf(cell).dataset.iso);

  // A cell's new value is one step; a value of its own takes back “as asked”.
  function commit(cell) {
    if (cell.value === before) return;
    const row = rowOf(cell);
    const act = actOf(row);
    const step = [[cell, before], [act, act.value]];
    act.value = "";
    before = cell.value;
    complain(cell, "");
    remember(step);
    if (cell.dataset.cell === "day" && cell.value.trim() !== cell.dataset.was) read([[cell, cell.value, row.dataset.iso]]);
  }

  function restore(cell) {
    cell.value = before;
    editing = null;
    cell.select();
    refresh();
  }

  // Moving between cells: a row's box, its three cells.
  const stops = (row) => [pickOf(row), ...cellsOf(row)].filter(Boolean);
  function move(element, down, right) {
    const row = rowOf(element);
    const here = stops(row);
    const column = element.dataset.cell || "pick";
    if (right) {
      here[here.indexOf(element) + right]?.focus();
      return;
    }
    for (let at = rows.indexOf(row) + down; at >= 0 && at < rows.length; at += down) {
      const target = stops(rows[at]).find((stop) => (stop.dataset.cell || "pick") === column);
      if (target) { target.focus(); return; }
    }
  }

  form.addEventListener("focusin", (event) => {
    if (!event.target.matches("input[data-cell]")) return;
    editing = null;
    before = event.target.value;
    event.target.select();
  });
  form.addEventListener("focusout", (event) => {
    if (event.target.matches("input[data-cell]")) commit(event.target);
  });
  form.addEventListener("input", (event) => {
    if (event.target.matches("input[data-cell]")) { editing = event.target; refresh(); }
  });
  form.addEventListener("change", refresh);

  form.addEventListener("keydown", (event) => {
    const target = event.target;
    if (!target.matches("input[data-cell], tr[data-line] [data-ac-pick]") || event.altKey) return;
    const isCell = target.matches("input[data-cell]");
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && editing !== target) {
      event.preventDefault();
      undo();
      before = target.value;
      return;
    }
    if (event.ctrlKey || event.metaKey) return;
    const steps = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (steps && !(isCell && editing === target && steps[1])) {
      event.preventDefault();
      event.stopPropagation();
      move(target, ...steps);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!isCell) return;
      if (editing === target) {
        commit(target);
        editing = null;
        move(target, 1, 0);
      } else {
        editing = target;
        target.setSelectionRange(target.value.length, target.value.length);
      }
    } else if (event.key === "Escape" && isCell) {
      event.preventDefault();
      restore(target);
    } else if (event.key === " " && isCell && editing !== target) {
      event.preventDefault();
      pickOf(rowOf(target))?.click();
    }
  });

  // A block from a spreadsheet fills cells to the right and downwards from here.
  form.addEventListener("paste", (event) => {
    const cell = event.target;
    if (!cell.matches("input[data-cell]")) return;
    const text = (event.clipboardData || window.clipboardData).getData("text").replace(/\r\n?/g, "\n").replace(/\n$/, "");
    if (!/[\t\n]/.test(text)) return;
    event.preventDefault();
    const step = [];
    const days = [];
    const from = cellsOf(rowOf(cell)).indexOf(cell);
    const below = rows.slice(rows.indexOf(rowOf(cell))).filter((row) => cellsOf(row).length);
    text.split("\n").slice(0, below.length).forEach((line, at) => {
      const row = below[at];
      step.push([actOf(row), actOf(row).value]);
      actOf(row).value = "";
      line.split("\t").forEach((value, place) => {
        const target = cellsOf(row)[from + place];
        if (!target || !value.trim()) return;
        step.push([target, target.value]);
        target.value = value.trim().slice(0, 40);
        complain(target, "");
        if (target.dataset.cell === "day") days.push([target, target.value, row.dataset.iso]);
      });
    });
    remember(step);
    before = cell.value;
    read(days);
  });

  // One change for all that is picked; nothing is sent.
  const bulk = {
    accept: () => fill("accept", (row) => [row.dataset.askQuantity, row.dataset.askDay]),
    keep: () => fill("keep", (row) => cellsOf(row).map((cell) => cell.dataset.was)),
    move: () => {
      const by = form.elements.move.value.trim();
      if (!by) { form.elements.move.focus(); return; }
      const step = [];
      const days = [];
      picked().forEach((row) => {
        const cell = cellsOf(row).find((one) => one.dataset.cell === "day");
        if (!cell) return;
        step.push([cell, cell.value], [actOf(row), actOf(row).value]);
        actOf(row).value = "";
        cell.dataset.moving = cell.value;
        days.push([cell, by, isoOf(cell)]);
      });
      closeMenus();
      read(days).then(() => remember(step));
    },
    reason: () => {
      const step = [];
      picked().forEach((row) => {
        [["reason", form.elements["bulk-reason"].value], ["note", form.elements["bulk-note"].value]].forEach(([name, value]) => {
          const field = document.getElementById(`${row.dataset.line}-${name}`);
          if (!field || !value) return;
          step.push([field, field.value]);
          field.value = value;
        });
      });
      closeMenus();
      remember(step);
    },
  };

  function fill(act, valuesOf) {
    const step = [];
    picked().forEach((row) => {
      step.push([actOf(row), actOf(row).value]);
      actOf(row).value = act;
      const values = valuesOf(row);
      cellsOf(row).forEach((cell, place) => {
        if (values[place] === undefined) return;
        step.push([cell, cell.value]);
        cell.value = values[place];
        complain(cell, "");
      });
    });
    remember(step);
    bar.querySelector("[data-save]").focus();
  }

  const closeMenus = () => bar.querySelectorAll("details[open]").forEach((menu) => menu.removeAttribute("open"));

  bar.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches(".panel input")) return;
    event.preventDefault();
    event.target.closest(".panel").querySelector("button").click();
  });
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.hasAttribute("data-undo")) undo();
    else if (bulk[button.value]) {
      event.preventDefault();
      bulk[button.value]();
    }
  });

  // Only what was changed goes to the server, so that five hundred lines stay a small form.
  form.addEventListener("submit", (event) => {
    const isSave = !event.submitter || event.submitter.value === "save";
    if (isSave && refresh() === 0) { event.preventDefault(); return; }
    isSending = true;
    rows.forEach((row) => {
      if (isChanged(row) || (!isSave && pickOf(row)?.checked)) return;
      row.querySelectorAll("input, select").forEach((field) => { field.disabled = true; });
    });
  });
  window.addEventListener("pageshow", () => {
    isSending = false;
    rows.forEach((row) => row.querySelectorAll("input, select").forEach((field) => { field.disabled = false; }));
    refresh();
  });
  window.addEventListener("beforeunload", (event) => {
    if (isSending || refresh() === 0) return;
    event.preventDefault();
    event.returnValue = form.dataset.leave;
  });

  bar.querySelector("[data-undo]").hidden = false;
  refresh();
  document.getElementById("problems")?.focus();
})();
