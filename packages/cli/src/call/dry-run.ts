import type { CallOptions, DecisionRule, DryRun } from '@portico/core'
import type { OperationView } from '../connection/client-view.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { paintJson } from '../terminal/json-text.ts'
import type { Output } from '../terminal/output.ts'
import { oneLine } from '../terminal/text.ts'

/** Shows the request that a call would send, and the decision on it. Nothing is sent. A denial is reported as refused. */
export async function showDryRun(
  output: Output,
  operation: { readonly qualifiedName: string; readonly view: OperationView; readonly hasCredentials: boolean },
  input: unknown,
  call: CallOptions,
): Promise<ExitCode> {
  const { qualifiedName, view, hasCredentials } = operation
  const shown = await view.dryRun(input, call)
  if (output.json) await output.document({ operation: qualifiedName, hasCredentials, dryRun: shown })
  else await output.lines(linesOf(shown, output))
  if (!hasCredentials) output.warn('there are no credentials yet, so the real call would stop here: see portico auth list')
  output.note(output.noteStyle.dim('nothing was sent'))
  return shown.decision === 'denied' ? exitCode.refused : exitCode.ok
}

function linesOf({ method, url, headers, body, actionClass, decision, decidedBy, reason }: DryRun, { style }: Output): string[] {
  const verdict =
    decision === 'allowed' ? style.green(decision) : decision === 'denied' ? style.red(decision) : style.yellow(decision)
  return [
    `${style.bold(method)} ${oneLine(url)}`,
    ...Object.entries(headers).map(([name, value]) => `${style.dim(`${name}:`)} ${oneLine(value)}`),
    ...(body === undefined ? [] : ['', ...bodyLines(body).map((line) => paintJson(line, style))]),
    '',
    `${verdict}, class ${actionClass}: ${oneLine(atShell(decidedBy) ?? reason)} ${style.dim(`(${decidedBy})`)}`,
  ]
}

/** Core's reasons address code. If one asks for an option, the equivalent command-line option is named. */
function atShell(decidedBy: string): string | undefined {
  const rule: DecisionRule = 'table.external_without_correlation'
  return decidedBy === rule ? 'it needs --correlation-id: the order, ticket or incident that it is for' : undefined
}

/** JSON is indented; any other body is shown as sent. */
function bodyLines(body: string): string[] {
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2).split('\n')
  } catch {
    return body.split(/\r?\n/).map(oneLine)
  }
}
