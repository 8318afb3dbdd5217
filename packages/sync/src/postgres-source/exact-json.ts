/** ECMAScript's "JSON.parse source text access", which Node has from 22 on and TypeScript does not declare yet. */
interface ExactJson {
  parse(text: string, reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown): unknown
  rawJSON(text: string): unknown
}

const exact = JSON as unknown as ExactJson

/** Reads an integer; one that a JavaScript number can't hold exactly is later written to JSON as it was read. */
export function rawNumber(text: string): unknown {
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : exact.rawJSON(text)
}

/** Numbers with fewer digits than this survive as JavaScript numbers. */
const manyDigits = /[\d.]{16}|[eE][+-]?\d{2}/

/** Parses JSON without rounding its numbers: those that would be rounded are kept as written. */
export function parseJson(text: string): unknown {
  if (!manyDigits.test(text)) return JSON.parse(text) as unknown
  return exact.parse(text, (_key, value, { source }) => {
    if (typeof value !== 'number' || source === undefined || String(value) === source) return value
    return digitsOf(String(value)) === digitsOf(source) ? value : exact.rawJSON(source)
  })
}

/** What two notations of the same number share: its digits, without leading and trailing zeros. */
function digitsOf(text: string): string {
  return text
    .replace(/[eE].*$/, '')
    .replaceAll(/[-+.]/g, '')
    .replace(/^0+/, '')
    .replace(/0+$/, '')
}
