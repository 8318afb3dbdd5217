import { describedConnector, connectorPackages } from '../generate/described-connectors.ts'
import { publicPackages, repoRoot } from '../workspace.ts'
import { checkDecisions } from './check-decisions.ts'
import { checkDependencies } from './check-dependencies.ts'
import { checkExamples } from './check-examples.ts'
import { checkImports } from './check-imports.ts'
import { checkIndex } from './check-index.ts'
import { checkLinks } from './check-links.ts'
import { checkPackages } from './check-packages.ts'
import { checkPlanes } from './check-planes.ts'
import { checkReferences } from './check-references.ts'
import { checkRunbooks } from './check-runbooks.ts'
import { checkSupport } from './check-support.ts'
import { checkThreats } from './check-threats.ts'
import { checkVendorFacts } from './check-vendor-facts.ts'
import { checkWords } from './check-words.ts'
import { readPages } from './page.ts'
import { vocabularies } from './vocabularies.ts'
import { scriptArguments } from '../script-arguments.ts'

// `pnpm docs:check`: what the documentation refers to exists, has an owner, is current and uses the code's words.
scriptArguments('docs:check', {})
const pages = readPages(repoRoot)
const packages = publicPackages()
const connectors = connectorPackages()
const today = new Date().toISOString().slice(0, 10)
const facts = await Promise.all(
  connectors.map(async (connector) => {
    const { facts: stated, support } = await describedConnector(connector)
    return { file: `${connector.path}/src/vendor.ts`, verifiedAt: stated.verifiedAt, support }
  }),
)
const problems = [
  ...checkLinks(repoRoot, pages),
  ...checkIndex(pages, today),
  ...checkRunbooks(
    pages,
    connectors.map(({ path }) => path),
  ),
  ...checkVendorFacts(facts, today),
  ...checkSupport(facts, today),
  ...checkPackages(packages),
  ...checkDependencies(pages, packages),
  ...checkExamples(pages),
  ...checkImports(pages, packages),
  ...checkDecisions(pages),
  ...checkPlanes(pages),
  ...checkReferences(pages),
  ...checkThreats(repoRoot, pages),
  ...checkWords(pages, vocabularies()),
]
for (const { file, line, text } of problems) console.error(`${file}:${line}: ${text}`)
const links = pages.reduce((sum, page) => sum + page.links.length, 0)
console.log(`${pages.length} pages, ${links} links, ${connectors.length} runbooks: ${problems.length} problems`)
if (problems.length > 0) process.exitCode = 1
