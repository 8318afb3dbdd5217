/** ECMAScript's "JSON.parse source text access", which Node has from 22 on and TypeScript does not declare yet. */
interface ExactJson {
  parse(text: string, reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown): unknown
  rawJSON(text: string): unknown
}

const exact = JSON as unknown as ExactJson

/** A whole number; one that a number of JavaScript can't hold is written to JSON as it is read here. */
export function rawNumber(text: string): unknown {
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : exact.rawJSON(text)
}

/** Fewer digits than this survive as a number of JavaScript. */
const manyDigits = /[\d.]{16}|[eE][+-]?\d{2}/

/** Reads JSON without rounding its numbers: those that would be are kept as they are written. */
export function parseJson(text: string): unknown {
  if (!manyDigits.test(text)) return JSON.parse(text) as unknown
  return exact.parse(text, (_key, value, { source }) => {
    if (typeof value !== 'number' || source === undefined || String(value) === source) return value
    return digitsOf(String(value)) === digitsOf(source) ? value : exact.rawJSON(source)
  })
}

/** What two ways to write one number have in common: its digits, without the zeros around them. */
function digitsOf(text: string): string {
  return text
    .replace(/[eE].*$/, '')
    .replaceAll(/[-+.]/g, '')
    .replace(/^0+/, '')
    .replace(/0+$/, '')
}
