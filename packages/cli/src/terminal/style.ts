import { styleText } from 'node:util'

type Format = Parameters<typeof styleText>[0]

/** Colours text, or leaves it unchanged if colours are not wanted. */
export interface Style {
  bold(text: string): string
  dim(text: string): string
  red(text: string): string
  green(text: string): string
  yellow(text: string): string
  cyan(text: string): string
}

export interface ColourWish {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly isTTY: boolean
  /** `--no-color` was given. */
  readonly refused: boolean
}

/** Colours are for terminals that support them; https://no-color.org turns them off, FORCE_COLOR on. */
export function wantsColour({ env, isTTY, refused }: ColourWish): boolean {
  if (refused || (env['NO_COLOR'] ?? '') !== '') return false
  const forced = env['FORCE_COLOR']
  if (forced !== undefined) return forced !== '0' && forced !== 'false'
  return isTTY && env['TERM'] !== 'dumb'
}

export function createStyle(colours: boolean): Style {
  const paint = (format: Format) => (text: string) => (colours ? styleText(format, text, { validateStream: false }) : text)
  return {
    bold: paint('bold'),
    dim: paint('dim'),
    red: paint('red'),
    green: paint('green'),
    yellow: paint('yellow'),
    cyan: paint('cyan'),
  }
}
