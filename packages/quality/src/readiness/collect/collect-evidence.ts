import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Evidence } from '../matrix.ts'
import type { EvidenceSource } from '../readiness-config.ts'
import { commandTimeoutMs, evidenceOf } from './evidence-of.ts'
import { dependencyEvidence } from './dependency-evidence.ts'
import { judgementEvidence } from './judgement-evidence.ts'
import { runCommand } from './run-command.ts'
import { testEvidence } from './test-evidence.ts'

/** Looks at one source. No evidence comes of what is not there, which blocks the row where nothing else stands for it. */
export async function collectEvidence(source: EvidenceSource, folder: string): Promise<readonly Evidence[]> {
  switch (source.kind) {
    case 'command': {
      const { exitCode, stdout, stderr } = await runCommand(source.run, folder, commandTimeoutMs)
      const holds = exitCode === 0
      const says =
        exitCode === null ? 'It could not be run.' : `It ended with ${exitCode}${holds ? '' : `: ${lastLine(stderr || stdout)}`}.`
      return [evidenceOf(source.name, holds, source.severity, says, source.run.join(' '), `${stdout}${stderr}`)]
    }
    case 'tests':
      return testEvidence(source, folder)
    case 'judgements':
      return judgementEvidence(source, folder)
    case 'dependencies':
      return dependencyEvidence(source, folder)
    case 'commit': {
      const head = await runCommand(['git', 'rev-parse', 'HEAD'], folder, commandTimeoutMs)
      const changes = await runCommand(['git', 'status', '--porcelain'], folder, commandTimeoutMs)
      if (head.exitCode !== 0 || changes.exitCode !== 0) return []
      const changed = changes.stdout.split('\n').filter((line) => line !== '').length
      const says =
        changed === 0 ? `Commit ${head.stdout.trim()}, and nothing beside it.` : `${changed} files are changed beside the commit.`
      return [evidenceOf(source.name, changed === 0, 'V2', says, 'git rev-parse HEAD', head.stdout.trim())]
    }
    case 'files': {
      const files = globSync(source.files, { cwd: folder }).toSorted()
      if (files.length === 0) return []
      const hash = createHash('sha256')
      for (const file of files)
        hash
          .update(file)
          .update('\0')
          .update(readFileSync(join(folder, file)))
          .update('\0')
      const says = `${files.length} files.`
      return [{ name: source.name, holds: true, severity: null, says, source: source.files, sha256: hash.digest('hex') }]
    }
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)!.slice(0, 200)
}
