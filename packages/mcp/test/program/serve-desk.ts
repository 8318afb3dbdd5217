import { openStore } from '@portico/governance'
import { httpServer, toolset } from '@portico/mcp'
import { agent } from '../fixture/connected.ts'
import { deskPortico } from '../fixture/desk-portico.ts'

// One of several instances on one store, run as a process of its own so that a test can kill it.
const [url, vendor] = process.argv.slice(2) as [string, string]
const store = await openStore(url)
const portico = deskPortico(vendor, { store, audit: store.audit, ledger: store.ledger })
const server = httpServer(toolset(portico, { desk: '*' }), {
  caller: agent,
  intents: store.intents,
  tasks: { store: store.tasks, everyMs: 50 },
})
process.on('disconnect', () => process.exit(0))
process.send!(await server.listen())
