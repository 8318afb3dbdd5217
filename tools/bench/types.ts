import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { repoRoot } from '../workspace.ts'
import { median } from './call/measure.ts'
import { connectorSource, consumerSource, schemasSource } from './types/sources.ts'
import { scriptArguments } from '../script-arguments.ts'

scriptArguments('bench types', {})
const connectors = 100
const operations = 20
const rounds = 5

interface Checked {
  readonly seconds: number
  readonly peakMb: number
}

// Inside tools, so that the generated files resolve zod and core like a workspace package.
const folder = mkdtempSync(join(repoRoot, 'tools', 'bench-types-'))
try {
  for (let index = 0; index < connectors; index++) {
    const place = join(folder, `connector-${index}`)
    mkdirSync(place)
    writeFileSync(join(place, 'zod.ts'), schemasSource(index, operations, "import * as z from 'zod'"))
    writeFileSync(join(place, 'schemas.ts'), schemasSource(index, operations))
    writeFileSync(join(place, 'connector.ts'), connectorSource(index, operations))
    writeFileSync(join(place, 'consumer.ts'), consumerSource(index))
  }
  const [schemas, all] = [project('schemas', ['*/zod.ts']), project('all', ['*/schemas.ts', '*/connector.ts', '*/consumer.ts'])]
  // All sides run in every round, since the machine's speed drifts.
  const checked = Array.from({ length: rounds }, () => ({ schemas: check(schemas), all: check(all) }))
  const seconds = (side: 'schemas' | 'all'): string => median(checked.map((round) => round[side].seconds)).toFixed(2)
  const peakMb = (side: 'schemas' | 'all'): number => Math.max(...checked.map((round) => round[side].peakMb))
  const declarations = spawnSync(
    tsc(),
    [
      '-p',
      project('declarations', ['*/connector.ts'], {
        noEmit: false,
        emitDeclarationOnly: true,
        declaration: true,
        outDir: join(folder, 'types'),
        rootDir: repoRoot,
        rewriteRelativeImportExtensions: true,
        allowImportingTsExtensions: false,
      }),
    ],
    { encoding: 'utf8' },
  )
  if (declarations.status !== 0) throw new Error(declarations.stdout)
  const sizes = globSync('types/**/connector.d.ts', { cwd: folder }).map((file) => statSync(join(folder, file)).size)
  console.log(
    `zod schemas alone ${seconds('schemas')} s, ${peakMb('schemas')} MB; with connectors and consumers ${seconds('all')} s, ${peakMb('all')} MB`,
  )
  console.log(
    JSON.stringify({
      bench: 'types',
      vs_zod: Number(median(checked.map((round) => round.all.seconds / round.schemas.seconds)).toFixed(2)),
      peak_mb: peakMb('all'),
      dts_kb_per_connector: Number((sizes.reduce((sum, size) => sum + size, 0) / sizes.length / 1_024).toFixed(1)),
    }),
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function tsc(): string {
  return join(repoRoot, 'node_modules', '.bin', 'tsc')
}

function project(name: string, include: readonly string[], compilerOptions: object = {}): string {
  const path = join(folder, `tsconfig.${name}.json`)
  writeFileSync(path, JSON.stringify({ extends: join(repoRoot, 'tsconfig.json'), include, exclude: [], compilerOptions }))
  return path
}

function check(path: string): Checked {
  const { status, stdout } = spawnSync(tsc(), ['-p', path, '--noEmit', '--checkers', '1', '--extendedDiagnostics'], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stdout.slice(0, 2_000))
  const read = (label: RegExp): number => Number(label.exec(stdout)?.[1]?.replaceAll(',', ''))
  return { seconds: read(/Total time:\s+([\d.]+)s/), peakMb: Math.round(read(/Memory used:\s+([\d,]+)K/) / 1_024) }
}
