import { z } from '@portico/core/contract'
import { contentPath } from '../schemas/content.ts'
import { githubVendor } from '../vendor.ts'
import { nullishText } from '../schemas/nullish.ts'

export const getContent = githubVendor.query('GET /repos/{owner}/{repo}/contents/{+path}', {
  title: { en: 'Get a file or folder', ar: 'عرض ملف أو مجلد' },
  summary: 'A file with its content (up to 1 MB; a larger one comes without), or a folder with its entries.',
  input: z.object({
    ...contentPath,
    /** Branch, tag or commit. Default: the default branch. */
    ref: z.string().min(1).optional(),
  }),
  // Without it a folder is an array and a file an object.
  headers: { accept: 'application/vnd.github.object+json' },
  output: z.object({
    /** `file`, `dir`, `symlink` or `submodule`. */
    type: z.string(),
    name: z.string(),
    path: z.string(),
    sha: z.string(),
    /** Bytes. */
    size: z.int(),
    html_url: nullishText,
    /** `base64`, or `none` for a file above 1 MB. */
    encoding: nullishText,
    /** Base64 with a line break after every 60 characters. */
    content: nullishText,
    entries: z
      .array(z.object({ type: z.string(), name: z.string(), path: z.string(), sha: z.string(), size: z.int() }))
      .nullish(),
  }),
  examples: [
    { owner: 'octocat', repo: 'hello-world', path: 'README.md' },
    { owner: 'octocat', repo: 'hello-world', path: 'docs/index.md', ref: 'main' },
  ],
})
