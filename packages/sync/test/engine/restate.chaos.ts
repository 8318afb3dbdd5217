import { restateEngine } from '@portico/sync/restate'
import { freePorts, startRestate } from '@portico/tools/restate'
import { describe } from 'vitest'
import { engineContract } from './contract.ts'

// Run by `pnpm chaos restate`.
describe('restate', () => {
  engineContract(async () => {
    const [server] = await startRestate({ nodes: 1 })
    const { ingress, admin } = server!
    const [port] = await freePorts(1)
    const engine = restateEngine({ ingress: [ingress], admin: [admin], endpoint: { port: port! }, step: { pages: 1, ms: 0 } })
    return { engine, close: () => server!.stop() }
  })
})
