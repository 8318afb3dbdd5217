import type { Evidence, Matrix } from './matrix.ts'
import { type Language, headings, rowNames, statusNames, verdictNames } from './words.ts'

/**
 * The matrix as a Markdown page, in English and in Arabic. `root` is the relative path from the page to the repository: `../`.
 */
export function matrixPage(matrix: Matrix, root: string): string {
  const { candidate, commit, at } = matrix
  return `# Release readiness matrix

Written by \`portico readiness --candidate ${candidate}\`: change its evidence, not this page.

Candidate \`${candidate}\`, commit \`${commit}\`, ${at}. **${verdictNames[matrix.verdict].en}**

${table(matrix, 'en')}

## Evidence

${matrix.rows.map(({ id, evidence, exceptions }) => `### ${rowNames[id].en}\n\n${[...evidence.map((each) => line(each, root)), ...exceptions.map(exceptionLine)].join('\n') || 'None: the row is blocked.'}`).join('\n\n')}

## مصفوفة جاهزية الإصدار

<div dir="rtl">

الإصدار المرشح \`${candidate}\`، الإيداع \`${commit}\`، ${at}. **${verdictNames[matrix.verdict].ar}**

${table(matrix, 'ar')}

</div>
`
}

function table({ rows }: Matrix, language: Language): string {
  const head = headings[language]
  return [
    `| ${head.join(' | ')} |`,
    `|${head.map(() => ' --- |').join('')}`,
    ...rows.map(({ id, status, owner, highestOpen, evidence }) => {
      const holding = evidence.filter(({ holds }) => holds).length
      const cells = [
        rowNames[id][language],
        statusNames[status][language],
        owner || '–',
        highestOpen ?? '–',
        `${holding} / ${evidence.length}`,
      ]
      return `| ${cells.map(cell).join(' | ')} |`
    }),
  ].join('\n')
}

function line({ name, holds, severity, says, source, links, sha256 }: Evidence, root: string): string {
  const mark = holds ? 'holds' : `**open, ${severity}**`
  const linked = links.map((link) => ` [${cell(link)}](${root}${encodeURI(link)})`).join('')
  return `- ${cell(name)}: ${mark}. ${cell(says)} (\`${source.replaceAll('`', "'")}\`, SHA-256 \`${sha256}\`)${linked}`
}

function exceptionLine({ evidence, who, why, until }: Matrix['rows'][number]['exceptions'][number]): string {
  return `- Exception for ${cell(evidence)}, until ${until}: ${cell(why)} (${cell(who)})`
}

/** Escapes foreign text, which must not become Markdown. */
function cell(text: string): string {
  return text.replaceAll(/[\\|<>[\]*_]/g, (character) => `\\${character}`).replaceAll(/\s+/g, ' ')
}
