import { existsSync } from 'node:fs'
import { join, posix } from 'node:path'
import type { Page } from './page.ts'
import type { Problem } from './problem.ts'

/** Finds relative links to nothing, and anchors without a heading. */
export function checkLinks(root: string, pages: readonly Page[]): Problem[] {
  const byPath = new Map(pages.map((page) => [page.path, page]))
  return pages.flatMap((page) =>
    page.links.flatMap(({ href, line }): Problem[] => {
      if (/^[a-z][a-z0-9+.-]*:/i.test(href)) return []
      const problem = brokenLink(root, byPath, page, href)
      return problem === undefined ? [] : [{ file: page.path, line, text: problem }]
    }),
  )
}

function brokenLink(root: string, byPath: ReadonlyMap<string, Page>, page: Page, href: string): string | undefined {
  const [before = '', anchor] = href.split('#', 2)
  const path = decodeURIComponent(before)
  const target = path === '' ? page.path : posix.normalize(posix.join(posix.dirname(page.path), path)).replace(/\/$/, '')
  if (path.startsWith('/')) return `${href}: write the link relative to the page`
  if (target.startsWith('..')) return `${href} leads out of the repository`
  if (!existsSync(join(root, target))) return `${href}: ${target} does not exist`
  if (anchor === undefined) return undefined
  const found = byPath.get(target)
  if (!found) return `${href}: anchors are only checked in Markdown`
  return found.anchors.has(anchor) ? undefined : `${href}: ${target} has no heading #${anchor}`
}
