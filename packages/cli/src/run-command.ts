import { type Command, CommanderError } from 'commander'
import { DocumentedFailure } from './call/page-document.ts'
import type { CommonOptions } from './config/setup.ts'
import { type ExitCode, exitCode } from './exit-code.ts'
import type { Told } from './failure.ts'
import type { Io } from './io.ts'
import { Mistake } from './mistake.ts'
import { createProgram } from './program.ts'
import { type Output, createOutput } from './terminal/output.ts'

/** Runs the command line and returns its exit code. Never throws; never ends the process. */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  // Even a mistake in the command line itself must be reported in the requested format.
  const output = createOutput(io, { json: argv.includes('--json'), noColour: argv.includes('--no-color') })
  let code: ExitCode = exitCode.ok
  let written = Promise.resolve()
  let help = ''
  const program = createProgram(async (command, action) => {
    code = await action({ io, output, options: command.optsWithGlobals<CommonOptions>() })
  }, argv)
  forEachCommand(program, (command) => {
    command.exitOverride().configureOutput({
      writeOut: (text) => {
        written = written.then(() => output.write(text))
      },
      // Mistakes are reported by `tell`; this leaves the help of a command that needs a subcommand.
      writeErr: (text) => {
        help += text
      },
      getOutHelpWidth: () => Math.min(output.width, 100),
    })
  })
  try {
    await program.parseAsync([...argv], { from: 'user' })
    await written
    return code
  } catch (error) {
    if (error instanceof CommanderError && error.code === 'commander.help') written = written.then(() => output.write(help))
    return fail(io, output, error instanceof CommanderError ? mistakeOf(error, program, argv) : error, written)
  }
}

function forEachCommand(command: Command, run: (command: Command) => void): void {
  run(command)
  for (const child of command.commands) forEachCommand(child, run)
}

/** Help and version also end parsing, but are not mistakes. */
function mistakeOf(error: CommanderError, program: Command, argv: readonly string[]): Mistake | undefined {
  if (error.exitCode === 0 || error.code === 'commander.help') return undefined
  const [problem = '', ...hints] = error.message.replace(/^error: /, '').split('\n')
  const hint = hints.join(' ').replace(/^\(Did you mean (?:one of )?(.*)\?\)$/, "did you mean '$1'?")
  return new Mistake('usage', 'command line', problem, hint === '' ? `see ${commandNamedBy(program, argv)} --help` : hint)
}

/** The command that the words name, as far as they match: `portico quality run`. */
function commandNamedBy(program: Command, words: readonly string[]): string {
  let command = program
  const names = [program.name()]
  for (const word of words) {
    const named = command.commands.find((one) => one.name() === word)
    if (!named) continue
    names.push(word)
    command = named
  }
  return names.join(' ')
}

async function fail(io: Io, output: Output, error: unknown, written: Promise<void>): Promise<ExitCode> {
  const failure = await written.then(
    () => error,
    (closed: unknown) => closed,
  )
  if (failure === undefined) return exitCode.ok
  // Imported only on failure: it pulls in core for its errors.
  const { tell } = await import('./failure.ts')
  const documented = failure instanceof DocumentedFailure
  const told = tell(documented ? failure.cause : failure, io.signal)
  show(output, told)
  if (io.env['PORTICO_DEBUG'] && failure instanceof Error) output.raw(`${failure.stack ?? ''}\n`)
  if (output.json && told.document && !documented) {
    io.stdout.write(`${JSON.stringify({ error: { exitCode: told.exitCode, ...told.document } }, undefined, 2)}\n`)
  }
  return told.exitCode
}

function show(output: Output, { line, details }: Told): void {
  const { noteStyle: style } = output
  if (line === undefined) return
  output.note(`${style.red('error:')} ${line}`)
  for (const detail of details) output.note(style.dim(`  ${detail}`))
}
