/**
 * What helps on the pages of the set-up; every one of them works without.
 */

/** A filter takes effect when it is chosen. */
function applyFiltersAtOnce() {
  for (const filter of document.querySelectorAll("[data-part=filter], #attendee-filters select")) {
    filter.addEventListener("change", () => {
      if (filter instanceof HTMLSelectElement) filter.form?.requestSubmit();
    });
  }
}

/** What is filled in inside a card chooses the card. */
function chooseCardsByContent() {
  for (const more of document.querySelectorAll(".choice-card__more")) {
    more.addEventListener("input", () => {
      const radio = more.parentElement?.querySelector(".choice-card__label input");
      if (radio instanceof HTMLInputElement) radio.checked = true;
    });
  }
}

/** A day can have several periods; without this, those it has. */
function offerPeriods() {
  for (const day of document.querySelectorAll("[data-part=day]")) {
    const button = day.querySelector("[data-part=add-period]");
    if (!(button instanceof HTMLButtonElement)) continue;
    button.hidden = false;
    button.addEventListener("click", () => addPeriod(day));
  }
}

/** @param {Element} day */
function addPeriod(day) {
  const last = [...day.querySelectorAll("[data-part=period]")].at(-1);
  const fresh = last?.cloneNode(true);
  if (!last || !(fresh instanceof HTMLElement)) return;
  const times = fresh.querySelectorAll("input[type=time]");
  for (const time of times) if (time instanceof HTMLInputElement) time.value = "";
  last.after(fresh);
  if (times[0] instanceof HTMLInputElement) times[0].focus();
}

/** A colour of one's own becomes the choice that is sent. */
function takeOwnColor() {
  const color = document.querySelector("[data-part=own-color]");
  const choice = document.querySelector("[data-part=own-choice]");
  if (!(color instanceof HTMLInputElement) || !(choice instanceof HTMLInputElement)) return;
  const take = () => {
    choice.value = color.value;
    choice.checked = true;
  };
  color.addEventListener("input", take);
  choice.addEventListener("change", take);
}

function showVolume() {
  const volume = document.getElementById("volume");
  const shown = document.querySelector("[data-part=volume]");
  if (!(volume instanceof HTMLInputElement) || !shown) return;
  volume.addEventListener("input", () => {
    shown.textContent = `${volume.value} %`;
  });
}

/** The first field that cannot be used is where typing goes on. */
function goToError() {
  const wrong = document.querySelector("[aria-invalid=true]");
  if (wrong instanceof HTMLElement) wrong.focus();
}

applyFiltersAtOnce();
chooseCardsByContent();
offerPeriods();
takeOwnColor();
showVolume();
goToError();
