import type { Page } from './page.ts'
import type { Problem } from './problem.ts'

const folder = 'docs/decisions/'
const index = `${folder}README.md`

/** A decision must have its file's number in its title, a dated status below it, and one line in the index with that title. */
export function checkDecisions(pages: readonly Page[]): Problem[] {
  const decisions = pages.filter(({ path }) => path.startsWith(folder) && path !== index)
  const listed = pages.find(({ path }) => path === index)
  if (!listed) return [{ file: index, line: 1, text: 'the index of decisions is missing' }]
  const numbers = new Set<number>()
  return decisions.flatMap(({ path, text }): Problem[] => {
    const [title = '', blank, state = ''] = text.split('\n')
    const number = Number(/\/(\d{4})-[a-z0-9-]+\.md$/.exec(path)?.[1])
    const problems = [
      ...(title.startsWith(`# ${number}. `) ? [] : [`its title does not begin with "# ${number}. "`]),
      ...(numbers.has(number) ? [`decision ${number} exists twice`] : []),
      ...(blank === '' && /^(?:Accepted|Superseded by \[.+\]\(.+\)), \d{4}-\d{2}-\d{2}\.$/.test(state)
        ? []
        : ['below its title there is no "Accepted, <date>." or "Superseded by [<decision>](<page>), <date>."']),
      ...(listed.text.split(`\n- [${title.slice(2)}](${path.slice(folder.length)})\n`).length === 2
        ? []
        : ['the index does not list it once, under its title']),
    ]
    numbers.add(number)
    return problems.map((problem) => ({ file: path, line: 1, text: problem }))
  })
}
