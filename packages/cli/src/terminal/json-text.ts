import type { Style } from './style.ts'

const tokens = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b/g

/** JSON for people: indented, and painted where the terminal has colours. */
export function jsonText(value: unknown, style: Style): string {
  return paintJson(JSON.stringify(value, undefined, 2) ?? 'undefined', style)
}

/**
 * What JSON leaves as it is and a terminal may act on: controls beyond ASCII, lines that are none of ours, marks of a text's direction,
 * what takes no room, and the tags of Unicode, which spell a whole text that nobody sees.
 */
const unseen = /[\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\udb40[\udc00-\udfff]/g

/** Paints JSON text; what it says stays the same. What a person would not see, or see as something else, is written as its number. */
export function paintJson(text: string, style: Style): string {
  const seen = text.replaceAll(unseen, (character) =>
    character.replaceAll(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  )
  return seen.replaceAll(tokens, (token, string: string | undefined, colon: string | undefined) => {
    if (string === undefined) return style.yellow(token)
    return colon === undefined ? style.green(string) : style.cyan(string) + colon
  })
}
