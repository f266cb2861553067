// Accord in the browser: small comforts only. Every page works without this file.
(() => {
  "use strict";

  // One open menu at a time; Escape and a click elsewhere close it and give the focus back.
  const openMenus = () => document.querySelectorAll("details.ac-menu[open]");
  const close = (menu) => {
    const inside = menu.contains(document.activeElement);
    menu.removeAttribute("open");
    if (inside) menu.querySelector("summary")?.focus();
  };
  document.addEventListener("click", (event) => {
    openMenus().forEach((menu) => {
      if (!menu.contains(event.target)) menu.removeAttribute("open");
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") openMenus().forEach(close);
  });

  // The theme changes at once; the server stores it, so the next page comes in it.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-ac-theme]") || !event.submitter || !window.fetch) return;
    event.preventDefault();
    const theme = event.submitter.value;
    const body = new FormData(form, event.submitter);
    document.documentElement.dataset.bsTheme = theme;
    document.querySelectorAll("form[data-ac-theme] button").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.value === theme));
    });
    fetch(form.action, { method: "POST", body, redirect: "manual", credentials: "same-origin" }).catch(() => form.submit());
  });

  // A filter that is a choice takes effect when it is chosen; the button stays for everyone else.
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.matches("form[data-ac-auto] select")) field.form.requestSubmit();
    if (field.matches('input[type="file"]')) nameFile(field);
    if (field.matches("[data-ac-pick-all], [data-ac-pick]")) countPicks(field);
  });

  // A chosen file is told by name and size under its field.
  function nameFile(field) {
    const place = document.getElementById(field.dataset.acNames || "");
    if (!place) return;
    const file = field.files[0];
    place.textContent = file ? `${file.name}, ${Math.ceil(file.size / 1024)} kB` : "";
  }

  // Rows picked in a table: 'all' picks the page, the bar appears with the first one and counts.
  function countPicks(field) {
    const table = field.closest("table");
    if (!table) return;
    const all = table.querySelector("[data-ac-pick-all]");
    const picks = [...table.querySelectorAll("[data-ac-pick]:not(:disabled)")];
    if (field === all) picks.forEach((pick) => { pick.checked = all.checked; });
    const count = picks.filter((pick) => pick.checked).length;
    picks.forEach((pick) => pick.closest("tr").classList.toggle("is-picked", pick.checked));
    if (all) {
      all.checked = count > 0 && count === picks.length;
      all.indeterminate = count > 0 && count < picks.length;
    }
    const bar = document.getElementById(table.dataset.acBar || "");
    if (!bar) return;
    bar.hidden = count === 0;
    bar.querySelectorAll("[data-ac-count]").forEach((place) => { place.textContent = count; });
  }

  // Weights of one half: their sum stands beside the title while they are typed.
  document.addEventListener("input", (event) => {
    const half = event.target.closest("[data-ac-sum]");
    const place = half?.querySelector("[data-ac-sum-of]");
    if (!place || !event.target.name.endsWith("-weight")) return;
    const thousandths = [...half.querySelectorAll('input[name$="-weight"]')]
      .reduce((sum, field) => sum + Math.round((Number(field.value.replace("%", "")) || 0) * 1000), 0);
    place.textContent = (thousandths / 1000).toLocaleString(document.documentElement.lang);
    place.parentElement.classList.toggle("is-off", thousandths !== 100000);
  });

  // Arrow up and down go to the same cell's link, button or field in the next row.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    if (!event.target.closest || event.target.matches("select, textarea, input:not([type=checkbox])")) return;
    const row = event.target.closest(".ac-table tbody tr");
    if (!row) return;
    const place = [...row.querySelectorAll("a, button, input")].indexOf(event.target);
    let next = row;
    do next = event.key === "ArrowDown" ? next.nextElementSibling : next.previousElementSibling;
    while (next && !next.querySelectorAll("a, button, input")[place]);
    if (!next) return;
    event.preventDefault();
    next.querySelectorAll("a, button, input")[place].focus();
  });

  // A button pressed once says that it works on it; a second press does nothing.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-ac-theme")) return;
    if (form.dataset.acSent) { event.preventDefault(); return; }
    form.dataset.acSent = "1";
    window.addEventListener("pageshow", () => { delete form.dataset.acSent; }, { once: true });
    setTimeout(() => { delete form.dataset.acSent; }, 8000);
  });
  // An expired page inside a partial update: load the whole page, so that the person can sign in.
  document.addEventListener("htmx:responseError", (event) => {
    if ([401, 403].includes(event.detail.xhr.status)) window.location.reload();
  });
})();
