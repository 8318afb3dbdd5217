import { httpServer, toolset } from '@portico/mcp'
import { benchPortico } from '../../bench/mcp/tools.ts'

/** What the flooded server reports about itself. */
export interface FloodedServer {
  readonly rssMib: number
  /** Calls that, by the log, were refused for their rate. */
  readonly refusals: number
}

let refusals = 0
const portico = benchPortico(1, {
  log: ({ event, attributes }) => {
    if (event === 'portico.mcp.refused' && attributes['rule'] === 'http.rate') refusals++
  },
})
const caller = { client: 'flood', tenantId: 'bench', actor: { type: 'executor_system', id: 'flood' } } as const
const server = httpServer(toolset(portico, { bench: '*' }), { caller })
process.on('message', () => {
  const state: FloodedServer = { rssMib: process.memoryUsage.rss() / 1_048_576, refusals }
  process.send!(state)
})
process.on('disconnect', () => process.exit(0))
process.send!(await server.listen())
