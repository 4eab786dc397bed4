/** The packages with which code declares functions of a platform, or registers them. */
export const PLATFORM_PACKAGES = {
  cdk: /^(aws-cdk-lib|@aws-cdk)(\/|$)/,
  sst: /^(sst\/constructs|@serverless-stack\/(resources|infra))$/,
  google: /^@google-cloud\/functions-framework$/,
  firebase: /^firebase-functions(\/|$)/,
  azure: /^@azure\/functions$/,
} as const;

const ANY = new RegExp(
  Object.values(PLATFORM_PACKAGES)
    .map(({ source }) => source)
    .join('|'),
);

export function isPlatformPackage(specifier: string): boolean {
  return ANY.test(specifier);
}
