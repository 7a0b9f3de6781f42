/**
 * Undo what a foreign keyboard layout does to the keys a HID scanner presses.
 * The Python twin, with the sources of the tables, is `domain/keyboard_layouts.py`.
 */

const AZERTY_DIGITS = "&é\"'(-è_çà)";
const AZERTY_DIGITS_MEANT = "1234567890-";
const AZERTY_KEYS = "azertyuiop" + "qsdfghjklm" + "wxcvbn,;:!";
const AZERTY_MEANT = "QWERTYUIOP" + "ASDFGHJKL;" + "ZXCVBNM,./";
const AZERTY_SHIFTED_KEYS = "AZERTYUIOP" + "QSDFGHJKLM" + "WXCVBN?./§";
const AZERTY_SHIFTED_MEANT = "QWERTYUIOP" + "ASDFGHJKL:" + "ZXCVBNM<>?";
const AZERTY_CAPS_KEYS = "ÉÈÇÀ";
const AZERTY_CAPS_MEANT = "2790";

const ARABIC_KEYS = "ضصثقفغعهخح" + "شسيبلاتنمك" + "ئءؤرىةوزظ";
const ARABIC_MEANT = "QWERTYUIOP" + "ASDFGHJKL;" + "ZXCVNM,./";
const ARABIC_SHIFTED_KEYS =
  "\u064e\u064b\u064f\u064cإ\u2018÷×؛" + "\u0650\u064d][أـ،/" + "~\u0652}{آ\u2019؟";
const ARABIC_SHIFTED_MEANT = "QWERYUIOP" + "ASDFHJKL" + "ZXCVNM?";
const ARABIC_102_KEYS = "\\\u0650\u064d";
const ARABIC_102_MEANT = "ACV";
const ARABIC_DIGITS = "٠١٢٣٤٥٦٧٨٩";
/** @type {ReadonlyArray<readonly [string, string]>} */
const ARABIC_LIGATURES = [
  ["لإ", "T"],
  ["لأ", "G"],
  ["لآ", "B"],
  ["\ufef9", "T"],
  ["\ufef7", "G"],
  ["\ufef5", "B"],
  ["\ufefb", "B"],
];
const LAM_ALEF = "لا";
const MOST_LAM_ALEFS = 6;

const FRENCH = makeTable(
  AZERTY_DIGITS + AZERTY_KEYS + AZERTY_SHIFTED_KEYS + AZERTY_CAPS_KEYS,
  AZERTY_DIGITS_MEANT + AZERTY_MEANT + AZERTY_SHIFTED_MEANT + AZERTY_CAPS_MEANT,
);
const ARABIC_101 = makeTable(
  ARABIC_KEYS + ARABIC_SHIFTED_KEYS + ARABIC_DIGITS,
  ARABIC_MEANT + ARABIC_SHIFTED_MEANT + "0123456789",
);
const ARABIC_102 = new Map([
  ...ARABIC_101,
  ...makeTable(AZERTY_DIGITS + ARABIC_102_KEYS, AZERTY_DIGITS_MEANT + ARABIC_102_MEANT),
]);

/**
 * Every reading of `text`: as it is, as typed through AZERTY, as typed through Arabic.
 * @param {string} text
 * @returns {string[]}
 */
export function undoLayouts(text) {
  const joined = joinLamAlefs(text);
  const readings = [
    text,
    translate(text, FRENCH),
    ...joined.map((letters) => translate(letters, ARABIC_101)),
    ...joined.map((letters) => translate(letters, ARABIC_102)),
  ];
  return [...new Set(readings)];
}

/**
 * The key B types the same two letters as the keys G and H, so both are tried; in a text with
 * very many of them, only B.
 * @param {string} text
 * @returns {string[]}
 */
function joinLamAlefs(text) {
  const parts = ARABIC_LIGATURES.reduce(
    (letters, [ligature, meant]) => letters.split(ligature).join(meant),
    text,
  ).split(LAM_ALEF);
  if (parts.length - 1 > MOST_LAM_ALEFS) return [parts.join("B")];
  return parts
    .slice(1)
    .reduce(
      (readings, part) => readings.flatMap((start) => [`${start}B${part}`, `${start}GH${part}`]),
      parts.slice(0, 1),
    );
}

/**
 * @param {string} keys characters of the Basic Multilingual Plane only
 * @param {string} meant
 * @returns {Map<string, string>}
 */
function makeTable(keys, meant) {
  return new Map(Array.from(keys, (key, position) => [key, meant.charAt(position)]));
}

/**
 * @param {string} text
 * @param {ReadonlyMap<string, string>} table
 * @returns {string}
 */
function translate(text, table) {
  return Array.from(text, (letter) => table.get(letter) ?? letter).join("");
}
