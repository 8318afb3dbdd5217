import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { WorkspacePackage } from '../workspace.ts'
import type { Problem } from './problem.ts'

/** What a published package must declare. npm refuses provenance if the stated repository is not the one it is built from. */
export function checkPackages(packages: readonly WorkspacePackage[]): Problem[] {
  return packages.flatMap(({ folder, path, manifest: { license, repository, description, engines, files, version } }) => {
    const problems = [
      ...(license === 'Apache-2.0' ? [] : ['license is not Apache-2.0']),
      ...(repository?.url === 'git+https://github.com/portico-dev/portico.git' ? [] : ['repository.url is not this repository']),
      ...(repository?.directory === path ? [] : [`repository.directory is not ${path}`]),
      ...(description ? [] : ['it has no description']),
      ...(engines?.['node'] ? [] : ['engines.node is not stated']),
      ...(files?.includes('dist') ? [] : ['files does not name dist']),
      ...(existsSync(join(folder, 'README.md')) ? [] : ['it has no README.md']),
      ...upgradeGuide(folder, path, version),
    ]
    return problems.map((text): Problem => ({ file: `${path}/package.json`, line: 1, text }))
  })
}

/** Users need a guide to every new major; one per major, since they may skip some. */
function upgradeGuide(folder: string, path: string, version: string): string[] {
  const major = Number.parseInt(version, 10)
  if (!path.startsWith('connectors/')) return []
  const guides = Array.from({ length: Math.max(0, major - 1) }, (_, index) => `UPGRADE-${index + 2}.md`)
  return guides.filter((guide) => !existsSync(join(folder, guide))).map((guide) => `its major has no guide ${guide}`)
}
