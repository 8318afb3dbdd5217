import { readFileSync } from 'node:fs'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { withPackedPackages } from './pack.ts'

// Checks the shape of every published package: entries exist, formats match, nothing deprecated.
await withPackedPackages(async (packages) => {
  for (const { path, tarball } of packages) {
    const archive = readFileSync(tarball)
    const { messages, pkg } = await publint({
      strict: true,
      pack: { tarball: archive.buffer.slice(archive.byteOffset, archive.byteOffset + archive.byteLength) },
    })
    for (const message of messages) console.error(`${path}: ${formatMessage(message, pkg)}`)
    if (messages.length > 0) process.exitCode = 1
    console.log(`publint ${path}: ${messages.length === 0 ? 'good' : `${messages.length} problems`}`)
  }
})
