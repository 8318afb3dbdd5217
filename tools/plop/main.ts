import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { repoRoot } from '../workspace.ts'
import { type Question, questions, readFlags, usageOf } from './answers.ts'
import { nextSteps } from './next-steps.ts'

/** `pnpm plop connector --id acme --title Acme --baseUrl https://api.acme.example --auth bearer`; asks for what is missing. */
const [generator = '', ...args] = process.argv.slice(2)

const wantsHelp = [generator, ...args].some((argument) => argument === '--help' || argument === '-h')

try {
  const asked = questions[generator]
  if (wantsHelp) console.log(usageOf(asked ? [generator] : Object.keys(questions)))
  else if (asked) await write(await complete(asked, readFlags(args, asked)))
  else throw new RangeError(`say what to scaffold: pnpm plop ${Object.keys(questions).join(' | ')}; --help lists the flags`)
} catch (error) {
  if (!(error instanceof RangeError)) throw error
  console.error(error.message)
  process.exitCode = 2
}

async function write(answers: Record<string, string>): Promise<void> {
  // Loaded last, since it takes long, and a mistake should be reported at once.
  const { scaffold } = await import('./scaffold.ts')
  await scaffold(repoRoot, generator, answers)
  finish(answers)
}

async function complete(asked: readonly Question[], flags: Record<string, string>): Promise<Record<string, string>> {
  const missing = asked.filter(({ name }) => flags[name] === undefined)
  if (missing.length > 0 && !process.stdin.isTTY) {
    throw new RangeError(`without a terminal, state ${missing.map(({ name }) => `--${name}`).join(', ')}`)
  }
  const terminal = missing.length > 0 ? createInterface({ input: process.stdin, output: process.stdout }) : undefined
  try {
    for (const question of missing) flags[question.name] = (await terminal!.question(`${question.message}: `)).trim()
  } finally {
    terminal?.close()
  }
  for (const { name, check } of asked) {
    const problem = check(flags[name]!)
    if (problem !== undefined) throw new RangeError(`--${name}: ${problem}`)
  }
  return flags
}

/** Links, records, formats, documents, and prints the next steps. */
function finish(answers: Record<string, string>): void {
  const id = answers['id']!
  const folder = join('connectors', id)
  const steps: readonly (readonly string[])[] = [
    ['npx', '-y', 'pnpm@12.21.0', 'install', '--no-frozen-lockfile'],
    // The plan's described responses become the recordings that the contract test replays.
    ...(existsSync(join(repoRoot, folder, 'test', 'record.ts')) && generator !== 'webhook'
      ? [[process.execPath, join('tools', 'record', 'main.ts'), id, '--described']]
      : []),
    [join('node_modules', '.bin', 'oxfmt'), '--write', folder],
    [process.execPath, join('tools', 'generate', 'main.ts')],
  ]
  for (const [command, ...rest] of steps) {
    const { status } = spawnSync(command!, rest, { cwd: repoRoot, stdio: ['ignore', 'inherit', 'inherit'] })
    if (status !== 0) throw new Error(`${command} ${rest.join(' ')} failed with ${status}`)
  }
  console.log(`\n${nextSteps(generator, answers).join('\n')}`)
}
