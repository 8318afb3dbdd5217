import { github } from '@portico/connector-github'
import { connect, isConnectorError } from '@portico/core'
import { agentSession } from './scenes/agent.ts'
import { approvals, refusedRefund } from './scenes/approvals.ts'
import { type Governed, openGoverned } from './governed.ts'
import { verifiedChain } from './scenes/audit-chain.ts'
import { driftedAnswer } from './scenes/drift.ts'
import { lostAnswer } from './scenes/lost-answer.ts'
import { readinessMatrix } from './scenes/readiness.ts'
import { readWithPaging } from './scenes/reads.ts'
import { syncedIssues } from './scenes/sync.ts'
import { verifiedWebhook } from './scenes/webhooks.ts'
import { scriptArguments } from '../script-arguments.ts'
import { startVendors, type Vendors } from './vendors.ts'

/** The tour: vendors on loopback, called through their facades. With `--live`, only the reads, on the real GitHub. */
const { words } = scriptArguments('start', {}, ['--live'])
if (words.length > 0) await live()
else await tour()

async function live(): Promise<void> {
  const token = process.env['GITHUB_TOKEN']
  if (!token) {
    console.error('--live reads from the real GitHub: set GITHUB_TOKEN to a token that may read')
    process.exitCode = 2
    return
  }
  const client = connect(github, { tenantId: 'tour', credentials: { token } })
  try {
    await readWithPaging(client)
  } catch (error) {
    if (!isConnectorError(error)) throw error
    const hint = error.code === 'unauthenticated' ? 'GITHUB_TOKEN' : 'the network and HTTPS_PROXY'
    console.error(`${error.message} (${error.code}): check ${hint}`)
    process.exitCode = error.code === 'unauthenticated' || error.commitState === 'not_sent' ? 2 : 1
  } finally {
    await client.close()
  }
}

async function tour(): Promise<void> {
  const started = performance.now()
  console.log('Portico: GitHub, Stripe and Slack are emulated on this machine. Every call below is governed;')
  console.log('its claim, approval, proof and audit row are kept in one SQLite file.')
  const governed = await openGoverned()
  try {
    const vendors = await startVendors()
    try {
      await scenes(vendors, governed)
    } finally {
      await vendors.close()
    }
  } finally {
    await governed.close()
  }
  console.log(`\nDone in ${((performance.now() - started) / 1_000).toFixed(1)} s.`)
}

async function scenes(vendors: Vendors, governed: Governed): Promise<void> {
  const client = connect(github, {
    tenantId: 'acme',
    credentials: { token: 'ghp-tour-token' },
    origins: { api: vendors.github },
    ...governed.ports,
  })
  await readWithPaging(client)
  await client.close()
  await lostAnswer(vendors.slack, governed)
  await approvals(vendors.github, governed)
  await refusedRefund(vendors.stripe, governed)
  await verifiedWebhook(vendors.github, governed)
  await driftedAnswer(vendors.stripe, governed)
  await agentSession(vendors.github, governed)
  await verifiedChain(governed)
  await syncedIssues(vendors.github)
  await readinessMatrix()
}
