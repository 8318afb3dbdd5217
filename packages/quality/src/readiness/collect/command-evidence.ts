import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Evidence } from '../matrix.ts'
import type { EvidenceSource } from '../readiness-config.ts'
import { evidenceOf } from './evidence-of.ts'
import type { Looking } from './looking.ts'
import type { CommandAnswer } from './run-command.ts'

/** A command, which holds if it exits with 0. */
export async function commandEvidence(
  { name, run, severity }: Extract<EvidenceSource, { kind: 'command' }>,
  looking: Looking,
): Promise<readonly Evidence[]> {
  const answer = await looking.run(run)
  const { exitCode, stdout, stderr } = answer
  const holds = exitCode === 0
  const says = holds ? `Exit code 0: ${lastLine(stdout)}.` : failureOf(answer)
  return [evidenceOf({ name, holds, severity, says, ...ofCommand(run, looking), content: `${stdout}${stderr}` })]
}

/** Why a command gave no answer, by its last line of output. */
export function failureOf({ exitCode, stdout, stderr }: CommandAnswer): string {
  return exitCode === null ? 'It could not be run.' : `Exit code ${exitCode}: ${lastLine(stderr || stdout)}.`
}

/** Where a command's evidence comes from: its command line, and the project's programs that it names. */
export function ofCommand(run: readonly string[], { folder }: Looking): { readonly source: string; readonly links: string[] } {
  return { source: run.join(' '), links: run.filter((word) => /\w\.\w+$/.test(word) && existsSync(join(folder, word))) }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)!.replace(/\.$/, '').slice(0, 200)
}
