import type { Style } from './style.ts'

const tokens = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b/g

/** JSON for people: indented, and coloured if the terminal supports it. */
export function jsonText(value: unknown, style: Style): string {
  return paintJson(JSON.stringify(value, undefined, 2) ?? 'undefined', style)
}

/**
 * Characters that JSON leaves alone and a terminal may act on: non-ASCII controls, foreign line separators, direction marks,
 * zero-width characters, and Unicode tags, which can spell out a whole invisible text.
 */
const unseen = /[\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\udb40[\udc00-\udfff]/g

/**
 * Colours JSON text without changing what it says. Characters that a person would not see, or would see as something else, are
 * escaped.
 */
export function paintJson(text: string, style: Style): string {
  const seen = text.replaceAll(unseen, (character) =>
    character.replaceAll(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  )
  return seen.replaceAll(tokens, (token, string: string | undefined, colon: string | undefined) => {
    if (string === undefined) return style.yellow(token)
    return colon === undefined ? style.green(string) : style.cyan(string) + colon
  })
}
