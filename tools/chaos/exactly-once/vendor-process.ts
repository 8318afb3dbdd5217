import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface VendorProcess {
  readonly origin: string
  /** From now on it answers every request. */
  calm(): void
  /** How often it acted, by intent. */
  effects(): Promise<Readonly<Record<string, number>>>
  stop(): Promise<void>
}

export async function startVendor(): Promise<VendorProcess> {
  const vendor = fork(fileURLToPath(import.meta.resolve('./vendor.ts')), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const [port] = (await once(vendor, 'message')) as [number]
  return {
    origin: `http://127.0.0.1:${port}`,
    calm: () => void vendor.send('calm'),
    async effects() {
      vendor.send('effects')
      const [effects] = (await once(vendor, 'message')) as [Record<string, number>]
      return effects
    },
    async stop() {
      const ended = once(vendor, 'exit')
      vendor.disconnect()
      await ended
    },
  }
}
