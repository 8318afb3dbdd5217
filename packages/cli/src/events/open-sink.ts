import { resolve } from 'node:path'
import type { DeliverySink } from '@portico/governance'
import { unreadable } from '../audit/unreadable.ts'
import type { Io } from '../io.ts'
import { Mistake } from '../mistake.ts'
import { governancePackage } from '../optional-peers.ts'

const variable = 'PORTICO_EVENTS_AUTHORIZATION'

/** The sink that `--to` names: a URL, or an append-only file. */
export async function openSink({ cwd, env }: Io, to: string, name: string): Promise<DeliverySink> {
  const { httpSink, isEventSinkError, jsonlSink } = await governancePackage()
  if (!/^https?:/i.test(to)) {
    return jsonlSink(resolve(cwd, to), { name }).catch((error: unknown) => {
      if (isEventSinkError(error))
        throw new Mistake('file', to, 'another relay writes it', 'stop that one first, or name another file', error)
      return unreadable(to, error)
    })
  }
  const authorization = env[variable]
  try {
    return httpSink({ name, url: to, headers: () => (authorization ? { authorization } : {}) })
  } catch (error) {
    const problem = error instanceof Error ? error.message : 'it is not a URL to send to'
    throw new Mistake('usage', '--to', problem, 'write https://…, or the name of a file', error)
  }
}
