import { type DeskOptions, atDesk } from '../approvals/at-desk.ts'
import { readJson } from '../call/read-input.ts'
import type { CommandContext } from '../command-context.ts'
import { findOperation } from '../config/find-operation.ts'
import { timeOf } from '../config/time-option.ts'
import { parseActor } from '../config/setup.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { Mistake } from '../mistake.ts'

export interface CreateOptions {
  readonly for: string
  readonly bounds: string
  readonly count: string
  readonly sum?: string
  readonly expires: string
  readonly reason: string
  readonly approval?: 'A1' | 'A2' | 'A3'
}

/** `portico approvals standing create <operation> …`: approves calls in advance, within bounds. */
export async function standingCreate(
  context: CommandContext<DeskOptions>,
  target: string,
  options: CreateOptions,
): Promise<ExitCode> {
  const { io, output } = context
  const bounds = await readJson(io, '--bounds', options.bounds)
  const given = {
    actor: parseActor('--for', options.for),
    bounds,
    count: wholeNumber('--count', options.count),
    ...(options.sum !== undefined && { sum: sumOf(options.sum) }),
    expiresAt: timeOf('--expires', options.expires),
    reason: options.reason,
    ...(options.approval && { approval: options.approval }),
  }
  return atDesk(context, async ({ setup, tenantId, by, standing }) => {
    const { compiled, operation } = await findOperation(setup, target)
    const account = setup.account
    const created = await standing.create({ ...given, tenantId, account, connector: compiled.id, operation: operation.name }, by)
    if (output.json) await output.document({ standing: created })
    else {
      await output.lines([created.id])
      const { style } = output
      output.note(
        style.dim(
          `  ${created.count.max} calls until ${created.expiresAt}; portico approvals standing revoke ${created.id} ends it`,
        ),
      )
    }
    return exitCode.ok
  })
}

function wholeNumber(option: string, text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text)
  throw new Mistake('usage', option, `'${text}' is not a whole number above 0`, `write ${option} 100`)
}

function sumOf(text: string): { path: string; max: number } {
  const [, path, max] = /^([^=]+)=(.+)$/.exec(text) ?? []
  if (path !== undefined && max !== undefined) return { path, max: wholeNumber('--sum', max) }
  throw new Mistake('usage', '--sum', `'${text}' is not path=max`, 'write --sum amount=1000000, in the smallest unit')
}
