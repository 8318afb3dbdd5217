import { Writable } from 'node:stream'
import type { Transport } from '@portico/core'
import type { Source } from '@portico/core/streams'
import { airbyte, type AirbyteOptions } from '@portico/sync/airbyte'
import type { AirbyteSource } from '@portico/testing/airbyte'

/** Runs commands in this process; what stdout would be is kept. Every page is a batch of its own, so that there are many states. */
export function inProcess(source: Source<object>, transport?: Transport): AirbyteSource['run'] {
  return async (command, given) => {
    const chunks: string[] = []
    const out = new Writable({
      write(chunk: Buffer, _, done) {
        chunks.push(chunk.toString())
        done()
      },
    })
    const options: Pick<AirbyteOptions, 'config' | 'catalog' | 'state'> = {
      ...('config' in given && { config: async () => given.config }),
      ...('catalog' in given && { catalog: async () => given.catalog }),
      ...('state' in given && { state: async () => given.state }),
    }
    const exitCode = await airbyte({
      source,
      command,
      ...options,
      out,
      ...(transport && { reading: { transport } }),
      batch: { rows: 1 },
    })
    return { stdout: chunks.join(''), exitCode }
  }
}
