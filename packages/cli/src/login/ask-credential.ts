import { text as textOf } from 'node:stream/consumers'
import type { AnyScheme, CredentialField } from '@portico/core'
import type { Io } from '../io.ts'
import { Mistake } from '../mistake.ts'
import { canAsk, createAsk } from '../terminal/ask.ts'

export interface CredentialWish {
  readonly name: string
  readonly scheme: string
  readonly definition: AnyScheme
  /** `--stdin` was given. */
  readonly fromStdin: boolean
  /** Already known values, by field. */
  readonly known: Readonly<Record<string, string>>
  /** Fields not to ask for. */
  readonly skip: readonly string[]
}

/**
 * A credential from stdin or from the person, never from an argument: those end up in the shell's history. A single secret is the
 * text itself; several fields are a JSON object.
 */
export async function askCredential(io: Io, wish: CredentialWish): Promise<string | Readonly<Record<string, string>>> {
  const { name, scheme, definition, known } = wish
  const fields = definition.fields.filter((field) => !wish.skip.includes(field.name))
  if (wish.fromStdin) return fromStdin(io, fields, known)
  const open = fields.filter((field) => known[field.name] === undefined)
  const needed = open.filter((field) => !('optional' in field))
  if (!canAsk(io)) {
    if (needed.length === 0) return known
    const what = needed.map((field) => field.name || 'the secret').join(' and ')
    throw new Mistake('credentials', name, `no terminal to ask for ${what}`, `pipe it: portico auth login ${name} --stdin < file`)
  }
  const ask = await createAsk(io)
  const single = isSingle(fields)
  const values: Record<string, string> = { ...known }
  for (const field of open) {
    const label = single ? `${name}: ${scheme} (${definition.kind})` : `${name}: ${field.name}`
    const optional = 'optional' in field
    if (!field.secret && !optional) values[field.name] = await ask.text(label, '')
    if (!field.secret) continue
    const secret = await ask.secret(optional ? `${label} (leave it empty if there is none)` : label, { optional })
    if (secret !== '') values[field.name] = secret
  }
  return single ? (values[''] ?? '') : values
}

async function fromStdin(
  io: Io,
  fields: readonly CredentialField[],
  known: Readonly<Record<string, string>>,
): Promise<string | Readonly<Record<string, string>>> {
  const text = (await textOf(io.stdin)).trim()
  if (text === '') throw new Mistake('credentials', '--stdin', 'it is empty', 'pipe the secret')
  if (isSingle(fields)) {
    if (/[\s\p{Cc}]/u.test(text))
      throw new Mistake('credentials', '--stdin', 'a secret has no spaces and no lines', 'pipe the secret alone')
    return text
  }
  const names = fields.map((field) => field.name)
  const shape = `pipe { ${names.map((field) => `"${field}": "…"`).join(', ')} }`
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // The unreadable text may be the secret: it is not repeated.
    throw new Mistake('credentials', '--stdin', 'not JSON', shape)
  }
  const given = { ...known, ...(value as Readonly<Record<string, unknown>>) }
  const missing = fields.find((field) => !('optional' in field) && typeof given[field.name] !== 'string')
  if (missing) throw new Mistake('credentials', `--stdin: ${missing.name}`, 'missing, or no text', shape)
  return Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, string] => names.includes(entry[0]) && typeof entry[1] === 'string'),
  )
}

function isSingle(fields: readonly CredentialField[]): boolean {
  return fields.length === 1 && fields[0]?.name === ''
}
