const widest = 110

/** A value as TypeScript source, on one line if short. `taken` is the number of columns the rest of the line needs. */
export function valueCode(value: unknown, indent = '', taken = 0): string {
  const flat = flatCode(value)
  if (typeof value !== 'object' || value === null || indent.length + flat.length + taken <= widest) return flat
  const inner = `${indent}  `
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  const lines = Array.isArray(value)
    ? value.map((item) => valueCode(item, inner))
    : entriesOf(value).map(([name, item]) => `${key(name)}: ${valueCode(item, inner)}`)
  return `${open}\n${lines.map((line) => `${inner}${line},\n`).join('')}${indent}${close}`
}

function flatCode(value: unknown): string {
  if (typeof value === 'string') return quoted(value)
  if (isFile(value)) return `await fileFromPath('./${value.name}')`
  if (Array.isArray(value)) return `[${value.map(flatCode).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const fields = entriesOf(value).map(([name, item]) => `${key(name)}: ${flatCode(item)}`)
    return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`
  }
  return String(value)
}

/** True for an example's file: its code opens a file instead of spelling out its bytes. */
export function isFile(value: unknown): value is { readonly name: string } {
  return typeof value === 'object' && value !== null && typeof (value as { open?: unknown }).open === 'function'
}

function entriesOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, item]) => item !== undefined)
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name)
}

function quoted(text: string): string {
  const double = JSON.stringify(text)
  if (text.includes("'")) return double
  return `'${double.slice(1, -1).replaceAll('\\"', '"')}'`
}
