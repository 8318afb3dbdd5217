import type { Readable, Writable } from 'node:stream'
import { type Io, Interrupted } from '../io.ts'

export interface Choice {
  readonly value: string
  readonly label: string
  readonly hint?: string
}

/** Questions to the person at the terminal, asked on stderr. Leaving one unanswered ends the command. */
export interface Ask {
  text(message: string, suggestion: string): Promise<string>
  /** Does not echo what is typed. */
  secret(message: string, options?: { readonly optional: boolean }): Promise<string>
  one(message: string, choices: readonly Choice[]): Promise<string>
  several(message: string, choices: readonly Choice[]): Promise<readonly string[]>
}

/** Whether there is a person to ask. */
export function canAsk({ stdin, stderr, env }: Io): boolean {
  return stdin.isTTY === true && stderr.isTTY === true && !env['CI']
}

/** The prompts are imported once there is something to ask. */
export async function createAsk(io: Io): Promise<Ask> {
  const prompts = await import('@clack/prompts')
  const common = { input: io.stdin as Readable, output: io.stderr as Writable, signal: io.signal }
  const answered = <T>(answer: T): Exclude<T, symbol> => {
    if (prompts.isCancel(answer)) throw new Interrupted('interrupted')
    return answer as Exclude<T, symbol>
  }
  const filled = (value: string | undefined): string | undefined => (value?.trim() ? undefined : 'It is empty.')
  const options = (choices: readonly Choice[]) =>
    choices.map(({ value, label, hint }) => ({ value, label, ...(hint && { hint }) }))
  return {
    text: async (message, suggestion) =>
      answered(await prompts.text({ ...common, message, initialValue: suggestion, validate: filled })).trim(),
    secret: async (message, { optional } = { optional: false }) =>
      (answered(await prompts.password({ ...common, message, ...(!optional && { validate: filled }) })) ?? '').trim(),
    one: async (message, choices) => answered(await prompts.select<string>({ ...common, message, options: options(choices) })),
    several: async (message, choices) =>
      answered(await prompts.multiselect<string>({ ...common, message, options: options(choices), required: true })),
  }
}
