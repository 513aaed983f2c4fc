import { unreachable } from '../../errors.ts';
import type { JobSeen, Listed, TestSeen, TestsSeen } from '../../policies/said.ts';
import { type Both, listed, same } from './locale.ts';
import { doubted, notRead, runIs } from './said-of-runs.ts';

/** What G2 has seen. */
export function ofTests(seen: TestsSeen): Both {
  switch (seen.say) {
    case 'tests_not_configured':
      return {
        en: `no ${seen.kinds.join(' and no ')} configured`,
        ja: `${seen.kinds.join(' と ')} が未設定`,
      };
    case 'tests_missing':
      return {
        en: `no ${seen.kinds.join(' and no ')} run for this head`,
        ja: `このヘッドコミットに対する ${seen.kinds.join(' と ')} の実行なし`,
      };
    case 'tests_green': {
      const tests = testsSeen(seen.tests);
      return { en: `green: ${tests.en}`, ja: `成功: ${tests.ja}` };
    }
    case 'tests_not_green':
      return testsSeen(seen.tests);
    default:
      return unreachable(seen);
  }
}

function testsSeen({ shown, more }: Listed<TestSeen>): Both {
  return listed(shown.map(testSeen), more);
}

function testSeen(test: TestSeen): Both {
  const is = testIs(test);
  return { en: `${test.kind}: ${is.en}`, ja: `${test.kind}: ${is.ja}` };
}

function testIs(test: TestSeen): Both {
  switch (test.say) {
    case 'green':
      return same(test.file);
    case 'doubted':
      return doubted(test.run, test.doubt);
    case 'not_green': {
      const [job, run] = [ofJob(test.job), runIs(test.run)];
      return { en: `${job.en}, ${test.file} ${run.en}`, ja: `${job.ja}、${test.file} ${run.ja}` };
    }
    default:
      return unreachable(test);
  }
}

function ofJob(job: JobSeen): Both {
  switch (job.say) {
    case 'not_read':
      return notRead(job);
    case 'job_awaited':
      return same(job.job);
    case 'no_job':
      return { en: `no job ${job.job}`, ja: `ジョブ ${job.job} なし` };
    case 'no_step':
      return { en: `no step ${job.step} in ${job.job}`, ja: `${job.job} にステップ ${job.step} なし` };
    case 'ended':
      return ended(job.name, job.conclusion);
    case 'step_succeeded_but': {
      const [step, whole] = [ended(job.step, 'success'), ended(job.job, job.conclusion)];
      return { en: `${step.en}, but ${whole.en}`, ja: `${step.ja}（ただし、${whole.ja}）` };
    }
    default:
      return unreachable(job);
  }
}

function ended(name: string, conclusion: string | null): Both {
  return conclusion === null
    ? { en: `${name} is without conclusion`, ja: `${name} は結果なし` }
    : { en: `${name} is ${conclusion}`, ja: `${name} が ${conclusion}` };
}
