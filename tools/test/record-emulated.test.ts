import { globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { record, type RecordingPlan } from '@portico/testing/record'
import { afterAll, expect, test } from 'vitest'
import { readArguments } from '../record/arguments.ts'
import { openServer } from '../record/server.ts'
import { repoRoot } from '../workspace.ts'

const connectors = globSync('*/test/record.ts', { cwd: join(repoRoot, 'connectors') }).map((file) => file.split(/[\\/]/)[0]!)
const empty = mkdtempSync(join(tmpdir(), 'record-'))
afterAll(() => rmSync(empty, { recursive: true }))

// A plan is run when somebody records, perhaps once a year: what breaks it meanwhile would show then.
test.each(connectors.toSorted())(
  'what is recorded of %s can be recorded again, and is all that the plan makes',
  async (connector) => {
    const folder = join(repoRoot, 'connectors', connector, 'test')
    const { plan } = (await import(pathToFileURL(join(folder, 'record.ts')).href)) as { plan: RecordingPlan }
    const server = await openServer(plan, readArguments([connector], connectors)!)
    try {
      const made = await record(plan, {
        ...(server.options && { server: server.options }),
        described: true,
        folder: pathToFileURL(`${empty}/`),
        today: new Date(),
      })
      const kept = globSync('{*.json,streams/*.json}', { cwd: join(folder, 'recordings') }).map((file) =>
        file.replaceAll('\\', '/'),
      )
      expect(made.map(({ file }) => file).toSorted()).toEqual(kept.toSorted())
    } finally {
      await server.close()
    }
  },
)
