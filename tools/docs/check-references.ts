import type { Page } from './page.ts'
import type { Problem } from './problem.ts'

const path = 'docs/references.md'

/** The pages that may link to external sites only through the references page. */
const governed = /^(docs\/(governance|runbooks)\/|docs\/[^/]+\.md$|SECURITY\.md$)/

/** External references are on one page, each once; other pages link to that page. */
export function checkReferences(pages: readonly Page[]): Problem[] {
  const references = pages.find((page) => page.path === path)
  if (!references) return [{ file: path, line: 1, text: 'the page of external references is missing' }]
  const seen = new Set<string>()
  const twice = references.links.flatMap(({ href, line }): Problem[] => {
    if (!seen.has(href)) {
      seen.add(href)
      return []
    }
    return [{ file: path, line, text: `${href} is listed twice` }]
  })
  const elsewhere = pages
    .filter((page) => governed.test(page.path) && page.path !== path)
    .flatMap((page) =>
      page.links
        .filter(({ href }) => /^https?:/.test(href))
        .map(({ href, line }): Problem => ({ file: page.path, line, text: `${href}: put it into ${path} and link there` })),
    )
  return [...twice, ...elsewhere]
}
