import { claim, file, nothing, z } from '@portico/core/contract'
import { fileFromBytes } from '@portico/core/files'
import { slackVendor } from '../vendor.ts'

export const sendFileContent = slackVendor.command('POST /upload/v1', {
  summary: "Send a file's content to the address that startFileUpload gave. Nobody sees it yet.",
  title: { en: 'Send file content', ar: 'إرسال محتوى ملف' },
  input: z.object({ upload_url: z.url(), file: file() }),
  // On files.slack.com, where the URL itself is the permission: no token is sent there.
  url: 'upload_url',
  body: 'file',
  output: nothing,
  sideEffect: 'internal_write',
  reversibility: 'R1',
  approval: 'A1',
  idempotency: claim,
  timeoutMs: 120_000,
  audit: { entity: { type: 'file_content', id: 'input.file.sha256' }, redact: ['upload_url'] },
  rollback: {
    manual: 'Do not complete the upload: it is never seen then. To be sure, complete it without a channel and call deleteFile.',
  },
  examples: [
    {
      upload_url: 'https://files.slack.com/upload/v1/ABC123456',
      file: fileFromBytes('hello.txt', 'hello', 'text/plain'),
    },
  ],
})
