import { type CommandAnswer, runCommand } from './run-command.ts'

/** Milliseconds that a command may take: ten minutes. */
const commandTimeoutMs = 600_000

/**
 * The means to collect evidence: the project's folder, and its commands, each of which runs only once, however many rows need it.
 */
export interface Looking {
  readonly folder: string
  /** The checked-out commit; undefined where there is none. */
  readonly commit: string | undefined
  /** The file that says which commit was tested, where the project has one. */
  readonly tested: string | undefined
  run(command: readonly string[]): Promise<CommandAnswer>
}

export async function lookInto(folder: string, tested: string | undefined): Promise<Looking> {
  const answers = new Map<string, Promise<CommandAnswer>>()
  const run = (command: readonly string[]): Promise<CommandAnswer> => {
    const key = JSON.stringify(command)
    const answer = answers.get(key) ?? runCommand(command, folder, commandTimeoutMs)
    answers.set(key, answer)
    return answer
  }
  const head = await run(['git', 'rev-parse', 'HEAD'])
  return { folder, commit: head.exitCode === 0 ? head.stdout.trim() : undefined, tested, run }
}
