#!/usr/bin/env node
import { quietWarnings } from './quiet-warnings.ts'

const oldest = [22, 18] as const
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
  console.error(`error: portico needs Node ${oldest.join('.')} or later; this is ${process.versions.node}`)
  process.exitCode = 2
} else {
  quietWarnings(process)
  // Imported here, so that an old Node prints the line above instead of a syntax error.
  const [{ main }, { processIo }] = await Promise.all([import('./run-command.ts'), import('./io.ts')])
  const io = processIo()
  try {
    process.exitCode = await main(process.argv.slice(2), io)
  } finally {
    io.dispose()
  }
}
