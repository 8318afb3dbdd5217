import type { Style } from './style.ts'

const tokens = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b/g

/** JSON for people: indented, and painted where the terminal has colours. */
export function jsonText(value: unknown, style: Style): string {
  return paintJson(JSON.stringify(value, undefined, 2) ?? 'undefined', style)
}

/** Paints JSON text; what it says stays the same. */
export function paintJson(text: string, style: Style): string {
  return text.replaceAll(tokens, (token, string: string | undefined, colon: string | undefined) => {
    if (string === undefined) return style.yellow(token)
    return colon === undefined ? style.green(string) : style.cyan(string) + colon
  })
}
