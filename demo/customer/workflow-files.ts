/** Workflow files of the shape the first customer's have: names, jobs and steps matter, what they run does not. */
export const WORKFLOW_FILES: Readonly<Record<string, string>> = {
  '.github/workflows/codex-template-smoke.yml': `name: Codex Template Smoke
on:
  workflow_dispatch:
  pull_request:
    paths: ['templates/**', 'scripts/ci/run-codex-template-smoke.sh', '.github/workflows/codex-template-smoke.yml']
jobs:
  smoke:
    steps:
      - name: Generate every template
        run: scripts/ci/run-codex-template-smoke.sh
      - name: Upload the report
        uses: actions/upload-artifact@v4
`,
  '.github/workflows/ai-ops-langgraph-verify.yml': `name: AI Ops LangGraph Verify
on:
  workflow_dispatch:
  workflow_call:
jobs:
  verify:
    steps:
      - name: Run the scenarios
        run: scripts/ci/verify.sh
      - name: Upload the report
        uses: actions/upload-artifact@v4
`,
  '.github/workflows/ai-ops-auto-handoff.yml': `name: AI Ops Auto Handoff
on:
  workflow_dispatch:
jobs:
  handoff:
    steps:
      - name: Generate templates
        run: scripts/ci/generate.sh
      - name: Review the pull request
        run: scripts/ci/review.sh
      - name: Approve the deployment
        run: scripts/ci/approve.sh
      - name: Start LangGraph Verify
        run: gh workflow run ai-ops-langgraph-verify.yml
`,
  '.github/workflows/hr-module-ci.yml': moduleCi('HR', 'services/hr'),
  '.github/workflows/crm-sales-module-ci.yml': moduleCi('CRM & Sales', 'services/crm', 's'),
};

function moduleCi(module: string, path: string, plural = ''): string {
  return `name: ${module} Module CI
on:
  workflow_dispatch:
  pull_request:
    paths: ['${path}/**']
jobs:
  lint-and-test:
    steps:
      - name: Install dependencies
        run: npm ci
      - name: Lint ${module} module${plural}
        run: npm run lint
      - name: Test ${module} module${plural}
        run: npm test
`;
}
