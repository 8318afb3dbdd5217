import { addLabel } from './operations/add-label.ts'
import { closeIssue } from './operations/close-issue.ts'
import { closePullRequest } from './operations/close-pull-request.ts'
import { createComment } from './operations/create-comment.ts'
import { createFile } from './operations/create-file.ts'
import { createIssue } from './operations/create-issue.ts'
import { createPullRequest } from './operations/create-pull-request.ts'
import { createRelease } from './operations/create-release.ts'
import { createRepository } from './operations/create-repository.ts'
import { deleteComment } from './operations/delete-comment.ts'
import { deleteFile } from './operations/delete-file.ts'
import { deleteRelease } from './operations/delete-release.ts'
import { getContent } from './operations/get-content.ts'
import { getIssue } from './operations/get-issue.ts'
import { getLatestRelease } from './operations/get-latest-release.ts'
import { getPullRequest } from './operations/get-pull-request.ts'
import { getRateLimit } from './operations/get-rate-limit.ts'
import { getReleaseByTag } from './operations/get-release-by-tag.ts'
import { getRepository } from './operations/get-repository.ts'
import { getViewer } from './operations/get-viewer.ts'
import { listComments } from './operations/list-comments.ts'
import { listIssues } from './operations/list-issues.ts'
import { listLabels } from './operations/list-labels.ts'
import { listPullRequests } from './operations/list-pull-requests.ts'
import { listReleases } from './operations/list-releases.ts'
import { listRepositories } from './operations/list-repositories.ts'
import { mergePullRequest } from './operations/merge-pull-request.ts'
import { removeLabel } from './operations/remove-label.ts'
import { reopenIssue } from './operations/reopen-issue.ts'
import { reopenPullRequest } from './operations/reopen-pull-request.ts'
import { searchIssues } from './operations/search-issues.ts'
import { searchRepositories } from './operations/search-repositories.ts'
import { updateComment } from './operations/update-comment.ts'
import { updateFile } from './operations/update-file.ts'
import { updateIssue } from './operations/update-issue.ts'
import { githubVendor } from './vendor.ts'
import { version } from './version.ts'

/** GitHub's operations, for `connect` and `createPortico`. */
export const github = githubVendor.connector({
  version,
  health: 'getRateLimit',
  operations: {
    getViewer,
    getRateLimit,
    getRepository,
    listRepositories,
    createRepository,
    listIssues,
    getIssue,
    createIssue,
    updateIssue,
    closeIssue,
    reopenIssue,
    listComments,
    createComment,
    updateComment,
    deleteComment,
    listLabels,
    addLabel,
    removeLabel,
    listPullRequests,
    getPullRequest,
    createPullRequest,
    closePullRequest,
    reopenPullRequest,
    mergePullRequest,
    listReleases,
    getLatestRelease,
    getReleaseByTag,
    createRelease,
    deleteRelease,
    getContent,
    createFile,
    updateFile,
    deleteFile,
    searchIssues,
    searchRepositories,
  },
})

export { version }
