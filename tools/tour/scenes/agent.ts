import type { Client } from '@modelcontextprotocol/client'
import { github } from '@portico/connector-github'
import { stripe } from '@portico/connector-stripe'
import { createPortico } from '@portico/core'
import { httpServer, toolset } from '@portico/mcp'
import { connectAgent, taskSession } from '../agent-client.ts'
import type { ApprovalDesk } from '@portico/governance'
import type { Governed } from '../governed.ts'
import { scene, tell } from '../narrator.ts'
import { startReportVendor } from '../report-vendor.ts'

const lead = { type: 'human', id: 'lead@acme.test' } as const

/** The part of a tool's result that the tour shows. */
interface Answer {
  readonly data?: unknown
  readonly call?: { readonly commitState: string; readonly replayed: boolean }
  readonly error?: { readonly code: string; readonly message: string; readonly approval?: { readonly id: string } }
}

/** An agent's session over MCP: it reads, is refused, waits for a person, and follows a long operation to its end. */
export async function agentSession(githubOrigin: string, { ports, store, desk }: Governed): Promise<void> {
  scene('An agent over MCP: an allowed read, a refused tool, a write that waits, a long operation')
  const reports = await startReportVendor(2)
  const portico = createPortico({
    connectors: { github, stripe },
    connections: {
      credentials: ({ connector }) => ({
        credentials: connector === 'github' ? { token: 'ghp-tour-token' } : { key: 'sk_test_tour' },
      }),
    },
    origins: { github: { api: githubOrigin }, stripe: { api: reports.origin } },
    ...ports,
  })
  const tools = toolset(
    portico,
    { github: ['listIssues', 'createIssue'], stripe: ['createRefund', 'runReport'] },
    { fixed: { 'github.createIssue': { owner: 'mona', repo: 'support' } }, access: { deny: ['stripe.createRefund'] } },
  )
  const server = httpServer(tools, {
    caller: { client: 'tour-agent', tenantId: 'acme', actor: { type: 'executor_system', id: 'support-agent' } },
    intents: store.intents,
    tasks: { store: store.tasks, everyMs: 50 },
  })
  const url = await server.listen()
  const client = await connectAgent(url)
  try {
    const names = (await client.listTools()).tools.map(({ name }) => name)
    tell(`the agent is offered ${names.join(', ')}`)
    const read = await use(client, 'github_listIssues', { owner: 'mona', repo: 'support' })
    tell(`github_listIssues: ${(read.data as readonly unknown[]).length} issue`)
    await refused(client)
    await decidedElsewhere(client, desk)
    await longOperation(client, url, desk)
    if (reports.started() !== 1) throw new Error(`one report was asked for, and ${reports.started()} were started`)
  } finally {
    await client.close()
    await server.close()
    await portico.close()
    await reports.close()
  }
}

async function use(client: Client, name: string, input: Readonly<Record<string, unknown>>): Promise<Answer> {
  return (await client.callTool({ name, arguments: input })).structuredContent as Answer
}

/** A denied tool is not listed, and calling it looks like calling one that does not exist. */
async function refused(client: Client): Promise<void> {
  try {
    await use(client, 'stripe_createRefund', { charge: 'ch_1', amount: 500 })
  } catch (error) {
    tell(`stripe_createRefund: ${(error as Error).message}`)
    return
  }
  throw new Error('a tool that is denied was called')
}

/** The agent is told to come back; a person decides elsewhere; repeating the call then runs what was decided. */
async function decidedElsewhere(client: Client, desk: ApprovalDesk): Promise<void> {
  const input = { title: 'The printer smells of smoke', portico: { correlationId: 'tour-agent-1' } }
  const asked = await use(client, 'github_createIssue', input)
  await approve(asked, 'github_createIssue', desk)
  const { data, call } = await use(client, 'github_createIssue', input)
  tell(`called again: issue #${(data as { readonly number: number }).number}, ${call!.commitState}`)
  const { call: repeated } = await use(client, 'github_createIssue', input)
  tell(`and once more: ${repeated!.replayed ? 'the same answer, nothing sent' : 'sent again'}`)
  if (!repeated!.replayed) throw new Error('the repeated call acted twice')
}

/** A task is polled until it ends; any instance of the server could answer. */
async function longOperation(client: Client, url: string, desk: ApprovalDesk): Promise<void> {
  const input = {
    report_type: 'balance.summary.1',
    parameters: { interval_start: 1_761_955_200, interval_end: 1_764_547_200 },
    portico: { correlationId: 'tour-agent-2' },
  }
  await approve(await use(client, 'stripe_runReport', input), 'stripe_runReport', desk)
  tell('the report takes the vendor a while; it is polled every 5 s, then less often, for about 20 s in all…')
  let polls = 0
  const session = taskSession(client, url, (method) => {
    if (method === 'tasks/get') polls++
  })
  try {
    const { outcome } = await (await session.callTool('stripe_runReport', input)).settle()
    const { structuredContent } = (outcome as { readonly result: { readonly structuredContent: Answer } }).result
    const { status, result } = structuredContent.data as { readonly status: string; readonly result: { readonly id: string } }
    tell(`stripe_runReport: a task, polled ${polls} times: ${status}, its file is ${result.id}`)
  } finally {
    await session.close()
  }
}

async function approve({ error }: Answer, tool: string, desk: ApprovalDesk): Promise<void> {
  if (error?.code !== 'approval_required') throw new Error(`${tool} should have waited for a person`)
  tell(`${error.code}: ${error.message}`)
  await desk.decide({ tenantId: 'acme', id: error.approval!.id, by: lead }, { outcome: 'approve' })
  tell(`${lead.id} approves it`)
}
