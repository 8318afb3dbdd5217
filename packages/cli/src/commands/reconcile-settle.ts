import type { CommandContext } from '../command-context.ts'
import { actorOf, setUp } from '../config/setup.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { Mistake } from '../mistake.ts'
import { storeAddress, type StoreOptions, withStore } from '../store/named-store.ts'
import { oneLine } from '../terminal/text.ts'

interface SettleOptions extends StoreOptions {
  readonly found?: string
  readonly reason?: string
  readonly data?: string
  readonly actor?: string
}

const findings: Readonly<Record<string, 'committed' | 'not_done'>> = { committed: 'committed', 'not-done': 'not_done' }

/** `portico reconcile settle <connector.operation> <key>`: exit code 1 if there is no such call of unknown outcome. */
export async function reconcileSettle(
  { io, output, options }: CommandContext<SettleOptions>,
  qualified: string,
  key: string,
): Promise<ExitCode> {
  const found = findings[options.found ?? '']
  if (!found)
    throw new Mistake('usage', '--found', `'${oneLine(options.found ?? '')}' is not a finding`, 'write committed or not-done')
  const [, connector, operation] = /^([^.]+)\.([^.]+)$/.exec(qualified) ?? []
  if (connector === undefined || operation === undefined)
    throw new Mistake('usage', 'operation', `'${oneLine(qualified)}' names no operation`, 'write connector.operation')
  const reason = options.reason ?? ''
  if (reason.trim() === '') throw new Mistake('usage', '--reason', 'it is empty', 'say what you looked at')
  const data = jsonOf(options.data, found)
  const setup = await setUp(io, options)
  const by = actorOf(io, setup, options.actor)
  if (by.type !== 'human')
    throw new Mistake('usage', '--actor', `${by.type} settles nothing`, 'a person does: write --actor human:you')
  const { account, tenantId } = setup
  const settled = await withStore(storeAddress(io, options), ({ reconciliation }) =>
    reconciliation.settle({
      tenantId,
      account,
      connector,
      operation,
      key,
      found,
      by,
      reason,
      ...(data !== undefined && { data }),
    }),
  )
  if (output.json) await output.document({ settled, found })
  else if (settled) {
    const what = found === 'committed' ? 'is committed: it will not be sent again' : 'was not done: the key is free again'
    await output.lines([`${oneLine(qualified)} ${oneLine(key)} ${what}`])
  } else
    await output.lines(['there is no such call of unknown outcome: it is under way, settled, or of another tenant or account'])
  return settled ? exitCode.ok : exitCode.refused
}

function jsonOf(data: string | undefined, found: 'committed' | 'not_done'): string | undefined {
  if (data === undefined) return undefined
  if (found === 'not_done') throw new Mistake('usage', '--data', 'what was not done has no output', 'leave it out')
  try {
    return JSON.stringify(JSON.parse(data))
  } catch (error) {
    throw new Mistake('input', '--data', 'it is not JSON', "write the operation's output as JSON", error)
  }
}
