import type { Health } from '@portico/core'
import type { CommandContext } from '../command-context.ts'
import { type Setup, actorOf, setUp } from '../config/setup.ts'
import { openClient } from '../connection/open-client.ts'
import { time } from '../describe/quantity.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { Mistake } from '../mistake.ts'
import { createProgress } from '../terminal/progress.ts'
import { listing } from '../terminal/table.ts'
import { oneLine } from '../terminal/text.ts'

type Checked = { readonly name: string } & (Health | { readonly status: 'not_connected' | 'failing'; readonly reason: string })

/**
 * `portico health [connector]`: asks each vendor whether its connection works. Having nothing to ask does not count as healthy.
 */
export async function health({ io, output, options }: CommandContext, only: string | undefined): Promise<ExitCode> {
  const setup = await setUp(io, options)
  const names = only === undefined ? setup.names : [only]
  const progress = createProgress(io, output, 'asking the vendors')
  let checked: readonly Checked[]
  try {
    checked = await Promise.all(names.map((name) => check(io, setup, name, only !== undefined)))
  } finally {
    progress.end()
  }
  io.signal.throwIfAborted()
  if (output.json) await output.document({ connectors: checked })
  else await output.lines(rows(checked, output))
  if (checked.length === 0) output.note('no connector is installed here: portico init shows how to begin')
  const works = checked.some(({ status }) => status === 'ok' || status === 'degraded')
  return works && checked.every(({ status }) => status !== 'failing') ? exitCode.ok : exitCode.refused
}

async function check(io: CommandContext['io'], setup: Setup, name: string, strict: boolean): Promise<Checked> {
  try {
    const connector = await setup.connector(name)
    const { client } = await openClient(io, setup, name, connector, { actor: actorOf(io, setup, undefined) })
    try {
      return { name, ...(await client.health({ signal: io.signal })) }
    } finally {
      await client.close()
    }
  } catch (error) {
    // For a single connector, missing credentials are the answer; when checking all, one not in use is no failure.
    if (strict || !(error instanceof Mistake)) throw error
    if (error.code === 'credentials') return { name, status: 'not_connected', reason: `${error.message}; ${error.hint}` }
    return { name, status: 'failing', reason: `${error.field}: ${error.message}; ${error.hint}` }
  }
}

function rows(checked: readonly Checked[], { style, width }: CommandContext['output']): string[] {
  const paint: Readonly<Record<Checked['status'], 'green' | 'yellow' | 'red' | 'dim'>> = {
    ok: 'green',
    degraded: 'yellow',
    failing: 'red',
    not_checked: 'dim',
    not_connected: 'dim',
  }
  const lines = checked.map((each) => [
    style.bold(each.name),
    style[paint[each.status]](each.status.replace('_', ' ')),
    'durationMs' in each ? time(each.durationMs) : '–',
    'rateLimitRemaining' in each ? String(each.rateLimitRemaining) : '–',
    oneLine(each.reason),
  ])
  return lines.length === 0 ? [] : listing(['connector', 'status', 'took', 'calls left', 'reason'], lines, { width, style })
}
