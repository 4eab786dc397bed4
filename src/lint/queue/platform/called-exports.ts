import { PLATFORM_PACKAGES } from '../../modules/platform-packages';

/** What HTTP servers of a file call, as Next.js and Vercel do. */
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

/**
 * The exports that each platform calls, where nothing names them; `default` is also what `module.exports` is.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
 * @see https://docs.netlify.com/build/functions/get-started/
 * @see https://vercel.com/docs/functions/functions-api-reference
 * @see https://nextjs.org/docs/app/api-reference/file-conventions/route
 * @see https://learn.microsoft.com/azure/azure-functions/functions-reference-node
 */
export const CALLED_EXPORTS = {
  lambda: ['handler'],
  netlify: ['handler', 'default'],
  vercel: ['default', ...METHODS],
  nextRoute: METHODS,
  nextPage: ['getServerSideProps'],
  nextApi: ['default'],
  azure: ['default', 'run', 'index'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** The packages that functions are registered with by a call: of which members, and where the function stands. */
export const REGISTRARS: readonly Registrar[] = [
  // `functions.http('send', (request, response) => …)`
  { packages: PLATFORM_PACKAGES.google, methods: /^(http|cloudEvent)$/ },
  // `exports.send = functions.https.onRequest(…)`, `onSchedule('every day', …)`
  { packages: PLATFORM_PACKAGES.firebase, methods: /^(before|on)[A-Z]/ },
  // `app.http('send', { handler: async (request) => … })`
  { packages: PLATFORM_PACKAGES.azure, methods: /./ },
];

export interface Registrar {
  readonly packages: RegExp;
  /** The last name of what is called. */
  readonly methods: RegExp;
}
