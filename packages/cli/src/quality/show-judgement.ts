import type { Judgement, Verdict } from '@portico/quality'
import { type ExitCode, exitCode } from '../exit-code.ts'
import type { Output } from '../terminal/output.ts'
import { listing } from '../terminal/table.ts'
import { oneLine } from '../terminal/text.ts'

const codes: Readonly<Record<Verdict, ExitCode>> = {
  passed: exitCode.ok,
  operational: exitCode.refused,
  blocked: exitCode.blocked,
  stop_ship: exitCode.stopShip,
}

const words: Readonly<Record<Verdict, string>> = {
  passed: 'passed',
  operational: 'failed (V1): it may go on if something compensates',
  blocked: 'failed (V2): blocks the release until it is mitigated or an exception is recorded',
  stop_ship: 'failed (V3): stop ship',
}

/** The gravest verdict, as an exit code. */
export function exitCodeFor(judgements: readonly Judgement[]): ExitCode {
  const worst = gravest.find((verdict) => judgements.some((each) => each.verdict === verdict))
  return worst === undefined ? exitCode.ok : codes[worst]
}

const gravest: readonly Verdict[] = ['stop_ship', 'blocked', 'operational']

/** A judgement as lines for people. */
export function judgementLines(judgement: Judgement, { style, width }: Output): string[] {
  const { dataset, suite, verdict, evaluated, failures } = judgement
  const colour = verdict === 'passed' ? 'green' : verdict === 'operational' ? 'yellow' : 'red'
  const head = `${style[colour](words[verdict])}: ${oneLine(suite)} on ${oneLine(dataset)}, ${evaluated - failures.length} of ${evaluated} expectations met`
  if (failures.length === 0) return [head]
  const rows = failures.map(({ severity, expectation, fields, raised }) => [
    severity,
    oneLine(expectation),
    fields.map(oneLine).join(', ') || '–',
    raised ? 'could not be evaluated' : 'not met',
  ])
  return [head, ...listing(['severity', 'expectation', 'fields', 'what happened'], rows, { width, style })]
}
