import { createLineage, httpLineage, lineageOutbox, type SyncRun } from '../../../src/lineage.ts'

// Run by a test as a process of its own, to be killed: it says each run whose START is safe, until then.
const [folder, url, run] = process.argv.slice(2)
const transport = await lineageOutbox({
  folder: folder!,
  transport: httpLineage({ url: url!, attempts: 1 }),
  onTrouble: () => {},
})
const lineage = createLineage({ namespace: 'portico', transport })
for (;;) {
  const told = lineage.run(JSON.parse(run!) as SyncRun)
  await told.start()
  process.stdout.write(`${told.runId}\n`)
}
