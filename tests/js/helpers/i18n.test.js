import assert from "node:assert/strict";
import { test } from "node:test";

import { createTexts, isRtl } from "../../../static/js/helpers/i18n.js";

const FRENCH = {
  locale: "fr",
  messages: {
    "Welcome %(name)s": "Bienvenue %(name)s",
    "%(num)s visitor": { one: "%(num)s visiteur", other: "%(num)s visiteurs" },
  },
};

const ARABIC = {
  locale: "ar",
  messages: {
    "%(num)s visitor": {
      zero: "لا زائر",
      one: "زائر واحد",
      two: "زائران",
      few: "%(num)s زوار",
      many: "%(num)s زائرًا",
      other: "%(num)s زائر",
    },
  },
};

test("a text is looked up and filled", () => {
  const { t, lang, dir } = createTexts("fr", FRENCH);

  assert.equal(t("Welcome %(name)s", { name: "Salma" }), "Bienvenue Salma");
  assert.equal(lang, "fr");
  assert.equal(dir, "ltr");
});

test("every Arabic number gets its own form", () => {
  const { tn, dir } = createTexts("ar", ARABIC);
  /** @param {number} n */
  const visitors = (n) => tn("%(num)s visitor", "%(num)s visitors", n);

  assert.deepEqual(
    [0, 1, 2, 3, 11, 100].map(visitors),
    ["لا زائر", "زائر واحد", "زائران", "3 زوار", "11 زائرًا", "100 زائر"],
  );
  assert.equal(dir, "rtl");
});

test("French counts nothing in the singular and a million like many", () => {
  const { tn } = createTexts("fr", FRENCH);
  /** @param {number} n */
  const visitors = (n) => tn("%(num)s visitor", "%(num)s visitors", n);

  assert.equal(visitors(0), "0 visiteur");
  assert.equal(visitors(2), "2 visiteurs");
  assert.equal(visitors(1_000_000), "1000000 visiteurs");
});

test("a text that the catalogue does not have is shown in English", () => {
  const { t, tn } = createTexts("fr", { locale: "fr", messages: {} });

  assert.equal(t("Hold your badge here"), "Hold your badge here");
  assert.equal(tn("%(num)s gate", "%(num)s gates", 1), "1 gate");
  assert.equal(tn("%(num)s gate", "%(num)s gates", 4), "4 gates");
});

test("a name that looks like a placeholder or a property is only a name", () => {
  const { t } = createTexts("fr", FRENCH);

  assert.equal(t("Welcome %(name)s", { name: "%(name)s $& %%" }), "Bienvenue %(name)s $& %%");
  assert.equal(t("constructor"), "constructor");
  assert.equal(t("Welcome %(name)s", {}), "Bienvenue %(name)s");
});

test("a percent sign stays one, with and without parameters", () => {
  const { t } = createTexts("en", { locale: "en", messages: {} });

  assert.equal(t("50 % inside"), "50 % inside");
  assert.equal(t("%(share)s %% inside", { share: 50 }), "50 % inside");
});

test("the direction follows the language, whatever the country", () => {
  assert.equal(isRtl("ar-MA"), true);
  assert.equal(isRtl("AR"), true);
  assert.equal(isRtl("fr"), false);
});
