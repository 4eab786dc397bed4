import type { Evaluator } from '../../evaluation/value';
import { join } from '../../files/paths';
import type { Project } from '../../files/project';
import { packageAt, record } from '../../modules/package-json';
import { isSourcePath } from '../../syntax/parsed-file';
import { CALLED_EXPORTS } from './called-exports';
import { exportedLimit } from './exported-limit';
import type { FunctionSource } from './function';
import { isVercelApi } from './vercel-api';

const SEGMENT = /^(src\/)?app\/(.*\/)?(route|page|layout)\.[jt]sx?$/;
const PAGE = /^(src\/)?pages\//;

/**
 * The functions of a package by their place: routes of Next.js, `netlify/functions`, `api` beside a vercel.json. Without
 * any of these, a file in such a place that exports its limit is one too.
 */
export function functionsByPlace(directory: string, evaluator: Evaluator): FunctionSource | null {
  const { project } = evaluator;
  if (!project.names(directory).has('package.json')) return null;
  const prefix = join(directory, 'x').slice(0, -1);
  const isNext = usesNext(directory, project);
  const isVercel = project.names(directory).has('vercel.json');
  return {
    of(file) {
      if (!isSourcePath(file) || !file.startsWith(prefix)) return null;
      const path = file.slice(prefix.length);
      if (path.startsWith('netlify/functions/')) return { limit: null, exports: CALLED_EXPORTS.netlify };
      const isRoute = SEGMENT.test(path) || PAGE.test(path);
      const isApi = isVercelApi(path);
      if (!isRoute && !isApi) return null;
      const limit = exportedLimit(file, evaluator);
      return limit || (isRoute && isNext) || (isApi && isVercel) ? { limit, exports: exportsAt(path) } : null;
    },
  };
}

/** A page of the `app` folder may be made once, when it is built. */
function exportsAt(path: string): readonly string[] {
  if (SEGMENT.test(path)) return /\/route\.[jt]sx?$/.test(path) ? CALLED_EXPORTS.nextRoute : [];
  if (!PAGE.test(path)) return CALLED_EXPORTS.vercel;
  return /^(src\/)?pages\/api\//.test(path) ? CALLED_EXPORTS.nextApi : CALLED_EXPORTS.nextPage;
}

function usesNext(directory: string, project: Project): boolean {
  const json = packageAt(directory, project);
  return [json?.dependencies, json?.devDependencies].some((each) => record(each)?.next !== undefined);
}
