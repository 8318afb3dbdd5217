import type { Page } from './page.ts'
import type { Problem } from './problem.ts'

/** What a person on call looks for, and the words a runbook uses for it. */
const parts: readonly (readonly [name: string, says: (page: Page) => boolean])[] = [
  ['owner', (page) => hasRow(page, 'Owner')],
  ['SLA', (page) => hasRow(page, 'SLA')],
  ['rollback', (page) => hasHeading(page, /undone|rollback/i)],
  ['backfill', (page) => hasHeading(page, /backfill/i)],
  ['limits', (page) => hasHeading(page, /limits/i)],
]

/** Every connector has a runbook, and every runbook is complete. */
export function checkRunbooks(pages: readonly Page[], connectors: readonly string[]): Problem[] {
  const missing = connectors
    .map((folder) => `${folder}/RUNBOOK.md`)
    .filter((path) => !pages.some((page) => page.path === path))
    .map((file): Problem => ({ file, line: 1, text: 'the connector has no runbook' }))
  const incomplete = pages
    .filter(({ path }) => path.endsWith('/RUNBOOK.md') || (path.startsWith('docs/runbooks/') && !path.endsWith('/README.md')))
    .flatMap((page) =>
      parts
        .filter(([, says]) => !says(page))
        .map(([name]): Problem => ({ file: page.path, line: 1, text: `does not mention ${name}` })),
    )
  return [...missing, ...incomplete]
}

/** A row of the page's first table with a non-empty second cell. */
function hasRow({ tables }: Page, name: string): boolean {
  const [first] = tables
  return (
    first !== undefined && [first.head, ...first.rows].some(([key, value]) => key === name && (value ?? '').trim().length > 1)
  )
}

/** A heading with content below it. */
function hasHeading({ text, headings }: Page, pattern: RegExp): boolean {
  return headings.some((heading) => {
    if (!pattern.test(heading)) return false
    const after = text.slice(text.indexOf(heading) + heading.length).split(/\n#{1,6} /, 1)[0]!
    return after.trim().length > 0
  })
}
