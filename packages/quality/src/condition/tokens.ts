import { ConditionError } from './condition-error.ts'

export interface Token {
  /** `name` is a word, `quoted` a name in backticks. */
  readonly kind: 'name' | 'quoted' | 'string' | 'number' | 'symbol' | 'end'
  readonly text: string
  /** Position of its first character, from 1. */
  readonly at: number
}

/** Maximum length of a condition, in characters. */
const longest = 10_000

const pattern =
  /\s+|(?<name>[\p{L}_][\p{L}\p{N}_]*)|`(?<quoted>[^`]+)`|(?<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|(?<symbol>==|!=|<=|>=|[<>()[\],.&|~+-])/suy

/** Splits a condition into tokens. Throws a `ConditionError` at the first character that starts none. */
export function tokensOf(text: string): readonly Token[] {
  if (text.length > longest) throw new ConditionError(`a row condition is at most ${longest} characters long`)
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (!found) throw new ConditionError(`row condition: a character at ${at + 1} is not understood`)
    const group = Object.entries(found.groups ?? {}).find(([, value]) => value !== undefined)
    if (group) {
      const [kind, value] = group as [Exclude<Token['kind'], 'end'>, string]
      tokens.push({ kind, text: kind === 'string' ? unescaped(value) : value, at: at + 1 })
    }
    at = pattern.lastIndex
  }
  return [...tokens, { kind: 'end', text: '', at: text.length + 1 }]
}

function unescaped(quoted: string): string {
  return quoted.slice(1, -1).replaceAll(/\\(.)/gsu, (_all, character: string) => {
    if (character === '\\' || character === '"' || character === "'") return character
    throw new ConditionError('row condition: the only escapes are \\\\, \\" and \\\'')
  })
}
