import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { repoRoot } from '../workspace.ts'
import { inspectInstalled } from './inspect.ts'
import { type Published, addPatch, cleanClone, publishedPackages, versionAndPublish } from './publish.ts'
import { startRegistry } from './registry.ts'
import { rehearseService } from './service.ts'
import { scriptArguments } from '../script-arguments.ts'

// `pnpm rehearse`: rehearses a release to a real registry on loopback, and checks what a service gets from it.
scriptArguments('rehearse', {})
const patched = '@portico/connector-slack'
const folder = mkdtempSync(join(tmpdir(), 'portico-rehearsal-'))
const step = (text: string): void => console.log(`· ${text}`)

step('starts a registry on loopback')
const registry = await startRegistry(join(folder, 'registry'))
// Nothing outlives the command, even if it is interrupted.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void registry.stop().finally(() => process.exit(130)))
try {
  const clone = join(folder, 'clone')
  step('clones the commit and installs it')
  await cleanClone(repoRoot, clone)
  step('versions and publishes every package')
  await versionAndPublish(clone, registry)
  const first = await publishedPackages(clone, registry)
  step('installs one connector as a service does, and runs it')
  const answers = await rehearseService(folder, registry)
  const problems = inspectInstalled(join(folder, 'service'))
  step(`publishes a patch of ${patched}`)
  addPatch(clone, patched)
  await versionAndPublish(clone, registry)
  const second = await publishedPackages(clone, registry)

  console.log(`\n${table(first, second)}\n`)
  for (const answer of answers) console.log(`${answer.with.padEnd(16)} ${answer.says}`)
  const moved = first
    .filter(({ name, version }) => second.find((each) => each.name === name)?.version !== version)
    .map(({ name }) => name)
  if (moved.join() !== patched) problems.push(`a patch of ${patched} moved ${moved.join(', ') || 'nothing'}`)
  for (const problem of problems) console.error(problem)
  if (problems.length > 0) process.exitCode = 1
  else console.log(`\nOnly ${patched} moved with its patch. ${first.length} packages are as they should be.`)
} finally {
  await registry.stop()
  rmSync(folder, { recursive: true, force: true })
}

function table(first: readonly Published[], second: readonly Published[]): string {
  const rows = first.map(({ name, version, bytes }) => {
    const after = second.find((each) => each.name === name)?.version ?? '–'
    return `${name.padEnd(30)} ${version.padEnd(9)} ${after.padEnd(9)} ${(bytes / 1024).toFixed(1).padStart(8)} kB`
  })
  return [`${'package'.padEnd(30)} ${'version'.padEnd(9)} ${'after'.padEnd(9)} ${'size'.padStart(11)}`, ...rows].join('\n')
}
