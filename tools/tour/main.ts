import { github } from '@portico/connector-github'
import { connect } from '@portico/core'
import { approvals, refusedRefund } from './scenes/approvals.ts'
import { driftedAnswer } from './scenes/drift.ts'
import { lostAnswer } from './scenes/lost-answer.ts'
import { readWithPaging } from './scenes/reads.ts'
import { verifiedWebhook } from './scenes/webhooks.ts'
import { startVendors } from './vendors.ts'

/** The tour: vendors on loopback, called through their facades. With `--live`, the reads alone, on the real GitHub. */
if (process.argv.includes('--live')) await live()
else await tour()

async function live(): Promise<void> {
  const token = process.env['GITHUB_TOKEN']
  if (!token) {
    console.error('--live reads from the real GitHub: set GITHUB_TOKEN to a token that may read')
    process.exitCode = 2
    return
  }
  const client = connect(github, { tenantId: 'tour', credentials: { token } })
  await readWithPaging(client)
  await client.close()
}

async function tour(): Promise<void> {
  const started = performance.now()
  console.log('Portico: GitHub, Stripe and Slack are emulated on loopback; every call below goes through its facade.')
  const vendors = await startVendors()
  try {
    const client = connect(github, {
      tenantId: 'acme',
      credentials: { token: 'ghp-tour-token' },
      origins: { api: vendors.github },
    })
    await readWithPaging(client)
    await client.close()
    await lostAnswer(vendors.slack)
    await approvals(vendors.github)
    await refusedRefund(vendors.stripe)
    await verifiedWebhook(vendors.github)
    await driftedAnswer(vendors.stripe)
  } finally {
    await vendors.close()
  }
  console.log(`\nDone in ${((performance.now() - started) / 1_000).toFixed(1)} s.`)
}
