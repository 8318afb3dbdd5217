import type { Setup } from '../config/setup.ts'
import { openClient } from '../connection/open-client.ts'
import type { Io } from '../io.ts'
import type { ConfiguredStore } from '../store/configured-store.ts'

/** Runs something with clients of several connectors on one store, which whoever opened it closes. */
export async function withClients<T>(
  io: Io,
  setup: Setup,
  { names, opened }: { readonly names: readonly string[]; readonly opened: ConfiguredStore },
  run: (clients: Readonly<Record<string, object>>) => Promise<T>,
): Promise<T> {
  const clients: Record<string, object> = {}
  const closing: (() => Promise<void>)[] = []
  try {
    for (const name of names) {
      const { client, connected } = await openClient(io, setup, name, await setup.connector(name), { opened })
      clients[name] = connected
      closing.push(() => client.close())
    }
    return await run(clients)
  } finally {
    for (const close of closing) await close()
  }
}
