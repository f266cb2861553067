// The checklist beside the mission is read again whenever Wagtail has saved the draft by itself. A page that
// was new has a number from then on. Of what is said only what has changed is replaced, and so read aloud.
let asked = 0;

const renew = (place, text) => {
  const fresh = new DOMParser().parseFromString(text, "text/html");
  const [now, then] = [place, fresh].map((root) => [...root.querySelectorAll("[data-check]")]);
  if (now.length !== then.length) {
    place.replaceChildren(...fresh.body.childNodes);
    return;
  }
  now.forEach((old, at) => {
    if (old.outerHTML !== then[at].outerHTML) old.replaceWith(then[at]);
  });
};

document.addEventListener("w-autosave:success", async (event) => {
  const place = document.querySelector("[data-checklist]");
  if (!place) return;
  const number = (asked += 1);
  const url = place.dataset.url.replace("/0/", `/${event.detail.response.pk}/`);
  const answer = await fetch(url, { headers: { "X-Requested-With": "XMLHttpRequest" } });
  // Nothing of an older draft, and no page to sign in.
  if (answer.ok && !answer.redirected && number === asked) renew(place, await answer.text());
});
