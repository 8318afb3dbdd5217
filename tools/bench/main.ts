import { runNamedScript } from '../named-script.ts'
import { keepResult } from './keep-result.ts'

// `pnpm bench <name>`; with `--keep` the result is kept for docs/benchmarks.md, with the machine it was measured on.
const keeps = process.argv.includes('--keep')
if (keeps) process.argv.splice(process.argv.indexOf('--keep'), 1)
if (keeps && process.argv.length > 3) {
  console.error('Only a full run can be kept: pnpm bench <name> --keep, without further arguments')
  process.exit(2)
}
const said: string[] = []
const say = console.log
console.log = (...words: unknown[]): void => {
  said.push(words.map(String).join(' '))
  say(...words)
}
await runNamedScript('bench', import.meta.dirname)
if (keeps && !process.exitCode) await keepResult(said.at(-1) ?? '')
