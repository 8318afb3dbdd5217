import type { Page } from './page.ts'
import type { Problem } from './problem.ts'

type Plane = 'runtime' | 'data'

/** Finds diagrams that connect the two planes: a node in both, or an arrow from one to the other. */
export function checkPlanes(pages: readonly Page[]): Problem[] {
  return pages.flatMap((page) =>
    page.code
      .filter(({ language }) => language === 'mermaid')
      .flatMap(({ text, line }) => joins(text).map((problem): Problem => ({ file: page.path, line, text: problem }))),
  )
}

function joins(diagram: string): string[] {
  const planes = new Map<string, Plane>()
  const problems: string[] = []
  const edges: (readonly [string, string])[] = []
  const open: (Plane | undefined)[] = []
  for (const line of diagram.split('\n')) {
    const words = line.trim()
    const subgraph = /^subgraph\s+(\w+)/.exec(words)
    if (subgraph) open.push(subgraph[1] === 'runtime' || subgraph[1] === 'data' ? subgraph[1] : open.at(-1))
    else if (words === 'end') open.pop()
    else {
      const nodes = nodesOf(words)
      const plane = open.at(-1)
      for (const node of nodes) {
        const known = planes.get(node)
        if (plane && known && known !== plane) problems.push(`${node} is in both planes`)
        if (plane) planes.set(node, plane)
      }
      edges.push(...nodes.slice(1).map((node, index) => [nodes[index]!, node] as const))
    }
  }
  const across = edges.filter(([from, to]) => planes.has(from) && planes.has(to) && planes.get(from) !== planes.get(to))
  return [...problems, ...across.map(([from, to]) => `an arrow joins the planes: ${from} and ${to}`)]
}

/** The ids of the nodes that a flowchart's line connects. */
function nodesOf(line: string): string[] {
  if (!/--|==|-\.|~~~/.test(line)) return []
  const bare = line.replaceAll(/\[[^\]]*\]|\([^)]*\)|\{[^}]*\}|\|[^|]*\||"[^"]*"/g, '')
  return bare
    .split(/\s*(?:<?-{2,}>?|<?={2,}>?|-\.(?:[^.]*\.)?->?|~~~)\s*/)
    .map((node) => node.trim())
    .filter((node) => /^\w+$/.test(node))
}
