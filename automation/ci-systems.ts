/** Which of a CI system's variables say what; of several, the first that is set. */
export interface CiSystem {
  readonly name: string;
  /** Set wherever the system runs something, and nowhere else. */
  readonly mark: string;
  readonly pullRequest: readonly string[];
  readonly branch: readonly string[];
  /** Joined: together they are unlike those of any other run. The first has to be set. */
  readonly run: readonly string[];
  readonly repository: readonly string[];
  readonly commit: readonly string[];
  readonly owner: readonly string[];
}

/** The variables as each system documents them; the pages are in `tests/cases/automation/ci-systems.json`. */
export const CI_SYSTEMS: readonly CiSystem[] = [
  {
    name: "GitHub Actions",
    mark: "GITHUB_ACTIONS",
    // refs/pull/NUMBER/merge; other events that are about a pull request set PR_NUMBER by themselves.
    pullRequest: ["GITHUB_REF"],
    branch: ["GITHUB_HEAD_REF", "GITHUB_REF_NAME"],
    run: ["GITHUB_RUN_ID", "GITHUB_RUN_ATTEMPT"],
    repository: ["GITHUB_REPOSITORY"],
    commit: ["GITHUB_SHA"],
    owner: ["GITHUB_ACTOR"],
  },
  {
    name: "GitLab CI/CD",
    mark: "GITLAB_CI",
    pullRequest: ["CI_MERGE_REQUEST_IID"],
    branch: ["CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", "CI_COMMIT_REF_NAME"],
    run: ["CI_PIPELINE_ID"],
    repository: ["CI_PROJECT_PATH"],
    commit: ["CI_COMMIT_SHA"],
    owner: ["GITLAB_USER_LOGIN"],
  },
  {
    name: "Jenkins",
    mark: "JENKINS_URL",
    pullRequest: ["CHANGE_ID"],
    branch: ["CHANGE_BRANCH", "BRANCH_NAME", "GIT_BRANCH"],
    run: ["BUILD_NUMBER", "JOB_NAME"],
    repository: ["GIT_URL", "JOB_NAME"],
    commit: ["GIT_COMMIT"],
    owner: ["CHANGE_AUTHOR", "BUILD_USER_ID"],
  },
  {
    name: "CircleCI",
    mark: "CIRCLECI",
    pullRequest: ["CIRCLE_PR_NUMBER", "CIRCLE_PULL_REQUEST"],
    branch: ["CIRCLE_BRANCH", "CIRCLE_TAG"],
    run: ["CIRCLE_WORKFLOW_ID"],
    repository: ["CIRCLE_REPOSITORY_URL"],
    commit: ["CIRCLE_SHA1"],
    owner: ["CIRCLE_USERNAME"],
  },
  {
    name: "Azure Pipelines",
    mark: "TF_BUILD",
    pullRequest: ["SYSTEM_PULLREQUEST_PULLREQUESTNUMBER", "SYSTEM_PULLREQUEST_PULLREQUESTID"],
    branch: ["SYSTEM_PULLREQUEST_SOURCEBRANCH", "BUILD_SOURCEBRANCH"],
    run: ["BUILD_BUILDID"],
    repository: ["BUILD_REPOSITORY_NAME"],
    commit: ["BUILD_SOURCEVERSION"],
    owner: ["BUILD_REQUESTEDFOR"],
  },
  {
    name: "Buildkite",
    mark: "BUILDKITE",
    pullRequest: ["BUILDKITE_PULL_REQUEST"],
    branch: ["BUILDKITE_BRANCH"],
    run: ["BUILDKITE_BUILD_NUMBER", "BUILDKITE_PIPELINE_SLUG"],
    repository: ["BUILDKITE_REPO"],
    commit: ["BUILDKITE_COMMIT"],
    owner: ["BUILDKITE_BUILD_CREATOR"],
  },
  {
    name: "Bitbucket Pipelines",
    mark: "BITBUCKET_BUILD_NUMBER",
    pullRequest: ["BITBUCKET_PR_ID"],
    branch: ["BITBUCKET_BRANCH", "BITBUCKET_TAG"],
    run: ["BITBUCKET_BUILD_NUMBER"],
    repository: ["BITBUCKET_REPO_FULL_NAME"],
    commit: ["BITBUCKET_COMMIT"],
    owner: ["BITBUCKET_STEP_TRIGGERER_UUID"],
  },
];
