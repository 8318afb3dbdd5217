import { github } from '@portico/connector-github'
import { stripe } from '@portico/connector-stripe'
import { connect, isConnectorError } from '@portico/core'
import type { Governed } from '../governed.ts'
import { expectError, scene, tell, tellError, tellReceipt } from '../narrator.ts'

const isGithubError = (error: unknown): error is ReturnType<typeof asError> => isConnectorError(error)
const asError = (error: unknown) => {
  if (!isConnectorError(error)) throw error
  return error
}
const lead = { type: 'human', id: 'lead@acme.test' } as const

/** A class B call waits for a person, who approves it, edits it or rejects it. */
export async function approvals(githubOrigin: string, { ports, desk }: Governed): Promise<void> {
  scene('A write that needs approval: requested, edited by a person, and run as edited')
  const client = connect(github, {
    tenantId: 'acme',
    actor: { type: 'executor_system', id: 'triage' },
    correlationId: 'tour-3',
    credentials: { token: 'ghp-tour-token' },
    origins: { api: githubOrigin },
    ...ports,
  })
  const target = { owner: 'mona', repo: 'support' }
  const asked = await expectError(client.createIssue({ ...target, title: 'PRINTER ON FIRE!!!' }), isGithubError)
  tellError(asked)
  const waiting = await desk.show('acme', asked.approval!.id)
  tell(`${waiting.actor.id} asks; an ${waiting.requiredApproval} approver has until ${waiting.dueAt}: ${waiting.reason}`)
  const input = { ...target, title: 'Printer on the second floor is hot' }
  const { token } = await desk.decide({ tenantId: 'acme', id: waiting.id, by: lead }, { outcome: 'edit', input })
  tell(`${lead.id} edits the title and approves`)
  const { data, receipt } = await client.createIssue.resume(token!)
  tell(`issue #${data.number}: ${data.title}`)
  tellReceipt(receipt)

  scene('The same write, rejected: nothing is sent')
  const again = await expectError(client.createIssue({ ...target, title: 'Printer still on fire' }), isGithubError)
  const { id } = again.approval!
  await desk.decide({ tenantId: 'acme', id, by: lead }, { outcome: 'reject', reason: 'one issue is enough' })
  tellError(await expectError(client.createIssue.resume(id), isGithubError))
  const issues = await client.listIssues(target)
  tell(`GitHub has ${issues.items.length} issue`)
  await client.close()
  if (issues.items.length !== 1) throw new Error('the rejected issue was opened')
}

/** Outgoing money is R3: no service sends it alone, and an observer never does. */
export async function refusedRefund(stripeOrigin: string, { ports }: Governed): Promise<void> {
  scene('An observer agent tries to refund a charge')
  const client = connect(stripe, {
    tenantId: 'acme',
    actor: { type: 'observer_agent', id: 'dashboard' },
    correlationId: 'tour-5',
    credentials: { key: 'sk_test_tour' },
    origins: { api: stripeOrigin },
    ...ports,
  })
  tellError(await expectError(client.createRefund({ charge: 'ch_1', amount: 500 }), isGithubError))
  await client.close()
}
