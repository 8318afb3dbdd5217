import type { Page } from './page.ts'
import type { Problem } from './problem.ts'

const path = 'docs/references.md'

/** The pages that link to the outside by way of the references alone. */
const governed = /^(docs\/(governance|runbooks)\/|docs\/[^/]+\.md$|SECURITY\.md$)/

/** External references stand on one page, each once: the others link to that page. */
export function checkReferences(pages: readonly Page[]): Problem[] {
  const references = pages.find((page) => page.path === path)
  if (!references) return [{ file: path, line: 1, text: 'the page of external references is not there' }]
  const seen = new Set<string>()
  const twice = references.links.flatMap(({ href, line }): Problem[] => {
    if (!seen.has(href)) {
      seen.add(href)
      return []
    }
    return [{ file: path, line, text: `${href} stands twice` }]
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
