// A slider and the number beside it are one value: whichever is moved, the other follows. What follows from
// it the server works out, with the one formula there is; without this script the form is simply sent.
(() => {
  "use strict";

  const partner = (field) => {
    const pair = field.closest("[data-ac-slide]");
    return pair?.querySelector(field.type === "range" ? "input[type=number]" : "input[type=range]");
  };

  document.addEventListener("input", (event) => {
    const other = event.target.matches("input") && partner(event.target);
    if (!other || event.target.value === "") return;
    if (other.type === "range" && Number(event.target.value) > Number(other.max)) other.max = event.target.value;
    other.value = event.target.value;
  });

  // The number is what is sent: the slider needs no name of its own any more.
  document.querySelectorAll("[data-ac-slide] input[type=range], [data-ac-slide] input[type=hidden]")
    .forEach((field) => field.removeAttribute("name"));
})();
