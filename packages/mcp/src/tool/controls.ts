import type { CompiledOperation } from '@portico/core/definition'

/** The one argument of every tool that is not its operation's: how this call relates to others. */
export const controlsName = 'portico'

/** What an agent may say about a call besides the operation's own arguments. */
export interface Controls {
  /** Continues where an earlier answer said that it goes on. */
  readonly next?: string
  /** The business event that the call belongs to. */
  readonly correlationId?: string
  /** The key from an earlier error: the same call continues, and acts once. */
  readonly key?: string
  /** True for a second call with the same arguments that is meant to act again. */
  readonly again?: boolean
}

const texts = {
  next: 'Goes on where an earlier answer ended: its `next`, with the same arguments.',
  correlationId: 'The business event that this belongs to, such as a ticket or an order.',
  key: 'Only to repeat a call that failed: the key that its error gave. It then acts once.',
  again: 'True to do it a second time on purpose. Without it, a repeat of an unfinished call joins that call.',
} as const

/** The controls that an operation takes, as JSON Schema. */
export function controlsSchema({ writes, classes }: CompiledOperation): Record<string, unknown> {
  const text = (name: keyof Controls): object => ({
    type: 'string',
    minLength: 1,
    maxLength: maxLength[name],
    description: texts[name],
  })
  const properties = {
    next: text('next'),
    correlationId: text('correlationId'),
    ...(writes && { key: text('key'), again: { type: 'boolean', description: texts.again } }),
  }
  const external = classes.sideEffect === 'external_message' || classes.sideEffect === 'external_commitment'
  return {
    type: 'object',
    properties,
    additionalProperties: false,
    description: 'How this call relates to others.',
    ...(external && { required: ['correlationId'] }),
  }
}

const maxLength: Readonly<Record<keyof Controls, number>> = { next: 8_192, correlationId: 256, key: 255, again: 0 }

/** Reads the controls from a call's arguments, or returns the first problem with them. */
export function readControls(value: unknown, writes: boolean): Controls | { readonly problem: string } {
  if (value === undefined) return {}
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { problem: `${controlsName}: expected an object` }
  for (const [name, given] of Object.entries(value)) {
    const at = `${controlsName}.${name}`
    if (name === 'again' && writes) {
      if (typeof given !== 'boolean') return { problem: `${at}: expected true or false` }
    } else if (name === 'next' || name === 'correlationId' || (name === 'key' && writes)) {
      if (typeof given !== 'string' || given.trim() === '') return { problem: `${at}: expected a text` }
      if (given.length > maxLength[name]) return { problem: `${at}: at most ${maxLength[name]} characters` }
    } else {
      return { problem: `${at}: not an argument of this tool` }
    }
  }
  return value
}
