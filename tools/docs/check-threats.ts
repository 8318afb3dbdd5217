import { existsSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import type { Page } from './page.ts'
import type { Problem } from './problem.ts'

const path = 'docs/threat-model.md'

/** Every threat must name the test that refuses it, by a title in that test's file. */
export function checkThreats(root: string, pages: readonly Page[]): Problem[] {
  const page = pages.find((each) => each.path === path)
  if (!page) return [{ file: path, line: 1, text: 'the threat model is missing' }]
  // A plane without threats has not been thought through.
  const planes = ['Runtime plane', 'Data plane'].filter((plane) => !page.headings.includes(plane))
  if (planes.length > 0) return planes.map((plane) => ({ file: path, line: 1, text: `it does not cover the ${plane}` }))
  const rows = page.tables.filter(({ head }) => head[0] === 'threat').flatMap((table) => table.rows)
  if (rows.length === 0) return [{ file: path, line: 1, text: 'it names no threat' }]
  return rows.flatMap(([threat = '', , test = '']): Problem[] => {
    const [, href, title] = /\]\(([^)]+)\): `(.+)`$/.exec(test) ?? []
    if (href === undefined || title === undefined) return [{ file: path, line: 1, text: `${threat}: names no test` }]
    const file = join(root, posix.join('docs', href))
    // In the source, a title's quotes may be escaped or of another kind.
    if (existsSync(file) && readFileSync(file, 'utf8').replaceAll('\\', '').includes(title)) return []
    return [{ file: path, line: 1, text: `${threat}: no test "${title}" in ${href}` }]
  })
}
