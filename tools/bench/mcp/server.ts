import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { toNodeHandler } from '@modelcontextprotocol/node'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { httpServer, toolset } from '@portico/mcp'
import { benchPortico, customer, inputSchema, nameOf, outputSchema } from './tools.ts'

// A separate process, so that only the server is measured. It reports its address, and its CPU time when asked.
const [side, count] = [process.argv[2]!, Number(process.argv[3] ?? 0)]

async function url(): Promise<string> {
  if (side === 'portico') return portico()
  return listening(side === 'sdk' ? sdk() : echo)
}

function portico(): Promise<string> {
  const tools = toolset(benchPortico(count), { bench: '*' })
  const caller = { client: 'bench', tenantId: 'bench', actor: { type: 'executor_system', id: 'bench' } } as const
  const unlimited = Number.MAX_SAFE_INTEGER
  return httpServer(tools, { caller, limits: { perSecond: unlimited, burst: unlimited } }).listen()
}

/** The same tools, written as in the SDK's documentation. */
function sdk(): RequestListener {
  const handler = createMcpHandler(() => {
    const server = new McpServer({ name: 'bench', version: '1.0.0' })
    for (let index = 0; index < count; index++) {
      server.registerTool(
        `bench_${nameOf(index)}`,
        { description: 'Get a customer by its id.', inputSchema, outputSchema },
        () => ({
          content: [{ type: 'text', text: JSON.stringify(customer) }],
          structuredContent: customer,
        }),
      )
    }
    return server
  })
  const handle = toNodeHandler(handler)
  return (request, response) => void handle(request as Parameters<typeof handle>[0], response)
}

const echo: RequestListener = (request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const body = JSON.stringify(JSON.parse(Buffer.concat(chunks).toString()))
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
    response.end(body)
  })
}

async function listening(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`
}

process.on('message', () => process.send!(process.cpuUsage()))
process.on('disconnect', () => process.exit(0))
process.send!(await url())
