/** What a spreadsheet would take for a formula and run. */
const formula = /^[=+\-@\t\r]/;

/** A text that a spreadsheet would run gets an apostrophe in front, as OWASP advises (CSV injection). */
export const disarmFormula = (text: string) => (formula.test(text) ? `'${text}` : text);
