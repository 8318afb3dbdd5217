import type { WorkspacePackage } from '../workspace.ts'
import type { Page } from './page.ts'
import type { Problem } from './problem.ts'

const path = 'docs/architecture.md'
const scope = '@portico/'

/** The package diagram must have exactly the dependencies of the manifests; a dotted arrow is an optional peer. */
export function checkDependencies(pages: readonly Page[], packages: readonly WorkspacePackage[]): Problem[] {
  const page = pages.find((each) => each.path === path)
  const diagram = page?.code.find(({ language, text }) => language === 'mermaid' && /^\s*core --> metrics$/m.test(text))
  if (!diagram) return [{ file: path, line: 1, text: 'there is no diagram of the packages' }]
  const drawn = new Set([...diagram.text.matchAll(/^\s*\w+ (?:-->|-\.->) \w+$/gm)].map(([arrow]) => arrow.trim()))
  const stated = new Set(packages.flatMap(arrowsOf))
  const problems = [
    ...[...stated].filter((arrow) => !drawn.has(arrow)).map((arrow) => `the diagram of packages lacks ${arrow}`),
    ...[...drawn].filter((arrow) => !stated.has(arrow)).map((arrow) => `no package.json has ${arrow}`),
  ]
  return problems.map((text) => ({ file: path, line: diagram.line, text }))
}

function arrowsOf({ path: folder, manifest }: WorkspacePackage): string[] {
  const { name, dependencies = {}, peerDependencies = {} } = manifest
  // All connectors are one node: they have the same dependencies.
  const from = folder.startsWith('connectors/') ? 'connectors' : name.slice(scope.length)
  const own = (names: object, arrow: string): string[] =>
    Object.keys(names)
      .filter((each) => each.startsWith(scope))
      .map((each) => `${from} ${arrow} ${each.slice(scope.length)}`)
  return [...own(dependencies, '-->'), ...own(peerDependencies, '-.->')]
}
