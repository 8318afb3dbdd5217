import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repoRoot } from '../workspace.ts'

interface Recording {
  readonly exchanges: readonly { readonly response: { readonly body: unknown } }[]
}

/**
 * A service as its team would write it: a governed call, and the same operation as an MCP tool. The vendor is a loopback server.
 */
const service = `import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readFileSync } from 'node:fs'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { github } from '@portico/connector-github'
import { createPortico, isConnectorError } from '@portico/core'
import { httpServer, toolset } from '@portico/mcp'

const answer = readFileSync(new URL('answer.json', import.meta.url))
const vendor = createServer((request, response) => {
  response.setHeader('content-type', 'application/json')
  response.statusCode = request.url === '/repos/octocat/hello-world' ? 200 : 404
  response.end(response.statusCode === 200 ? answer : '{"message":"Not Found"}')
}).listen(0, '127.0.0.1')
await once(vendor, 'listening')

const portico = createPortico({
  connectors: { github },
  connections: { credentials: () => ({ credentials: { token: 'ghp_rehearsal' } }) },
  origins: { github: { api: \`http://127.0.0.1:\${(vendor.address() as AddressInfo).port}\` } },
})
const actor = { type: 'executor_system', id: 'rehearsal' } as const
const client = portico.tenant('acme').github.as({ actor, correlationId: 'rehearsal-1' })
const repository = await client.getRepository({ owner: 'octocat', repo: 'hello-world' })
const refused = await client.getRepository({ owner: 'octocat', repo: 'gone' }).catch((error: unknown) => error)
if (!isConnectorError(refused, github) || refused.code !== 'not_found') throw new Error('the missing repository was found')

const server = httpServer(toolset(portico, { github: ['getRepository'] }), { caller: { client: 'agent', tenantId: 'acme', actor } })
const agent = new Client({ name: 'rehearsal', version: '1.0.0' })
await agent.connect(new StreamableHTTPClientTransport(new URL(await server.listen())))
const tool = await agent.callTool({ name: 'github_getRepository', arguments: { owner: 'octocat', repo: 'hello-world' } })
const { data } = tool.structuredContent as { readonly data: { readonly full_name: string } }
await agent.close()
await server.close()
await portico.close()
vendor.close()

console.log(JSON.stringify({ node: process.version, call: repository.full_name, refused: refused.code, tool: data.full_name }))
`

const tsconfig = {
  compilerOptions: {
    target: 'es2023',
    module: 'nodenext',
    moduleResolution: 'nodenext',
    strict: true,
    noEmit: true,
    types: ['node'],
    erasableSyntaxOnly: true,
    // Our packages' declarations are checked too.
    skipLibCheck: false,
  },
  include: ['service.ts'],
}

/** The files of the service's folder. */
export function serviceFiles(): Readonly<Record<string, string>> {
  const recorded = readFileSync(join(repoRoot, 'connectors/github/test/recordings/get-repository.json'), 'utf8')
  const { exchanges } = JSON.parse(recorded) as Recording
  return {
    'package.json': JSON.stringify({ name: 'service', private: true, type: 'module' }),
    'tsconfig.json': JSON.stringify(tsconfig),
    'service.ts': service,
    'answer.json': JSON.stringify(exchanges[0]!.response.body),
  }
}
